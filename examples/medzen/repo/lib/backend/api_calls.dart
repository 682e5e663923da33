import 'dart:convert';

import 'package:http/http.dart' as http;

/// Reminders of appointments. Phones that were never updated still send through this address.
class SendSmsCall {
  static const String url =
      'https://ttg7fzyyw2.execute-api.eu-west-1.amazonaws.com/Dev/MedZen_Send_SMS';

  static Future<bool> call({required String phone, required String text}) async {
    final answer = await http.post(
      Uri.parse(url),
      headers: {'Content-Type': 'application/json'},
      body: jsonEncode({'to': phone, 'message': text}),
    );
    return answer.statusCode == 200;
  }
}

/// A record's summary, from the server that is nearest to the patient.
class EhrSummaryCall {
  static const String url = 'https://ehr.medzenhealth.app/ehrbase/rest/openehr/v1/ehr';

  static Future<http.Response> call({required String ehrId, required String token}) {
    return http.get(Uri.parse('$url/$ehrId'), headers: {'Authorization': 'Bearer $token'});
  }
}
