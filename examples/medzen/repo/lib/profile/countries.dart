/// Where users may live. These are countries and cities, and bind nothing to any region.
const Map<String, List<String>> cities = {
  'Ireland': ['Dublin', 'Cork'],
  'South Africa': ['Cape Town', 'Johannesburg'],
  'Germany': ['Frankfurt', 'Berlin'],
};

/// Time zones, and how a phone number begins.
const Map<String, String> zones = {'Europe/London': '+44', 'Africa/Johannesburg': '+27'};

/// What an appointment is billed with: no region, however it looks.
const List<String> tariffs = ['eu-west-10', 'neu-west-1a', 'neuw1', 'euw10'];
