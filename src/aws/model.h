// Service models: what operations a service has, how their inputs and outputs are shaped, and where
// each member travels. Compiled into the binary from botocore's JSON models by
// tools/compile_models.py; the tables are constant data, and pointers into them live for ever.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace godwit::aws {

enum class Protocol : std::uint8_t { query, ec2, json, rest_json, rest_xml, rpc_v2_cbor };

enum class ShapeType : std::uint8_t {
  structure,
  list,
  map,
  string,
  blob,
  boolean,
  integer,
  long_integer,
  float_number,
  double_number,
  timestamp,
  document,  // anything that JSON can say
};

enum class TimestampFormat : std::uint8_t { by_protocol, iso8601, rfc822, unix_seconds };

enum class MemberLocation : std::uint8_t {
  body,
  uri,
  query,
  header,
  headers /* a map, by prefix */,
  status_code,
};

struct Shape;

struct Member {
  std::string_view name;       // in the model, and in Value
  std::string_view wire_name;  // locationName, or the name
  const Shape* shape;
  MemberLocation location;
  TimestampFormat timestamp_format;
  bool required;
  bool streaming;
  bool xml_attribute;
  bool xml_text;  // the text of the structure's own element, not an element in it
  bool flattened;
  bool idempotency_token;
  bool host_label;
  bool last_segment;               // of a path: "/hostedzone/Z1" goes on the wire as "Z1"
  std::string_view xml_namespace;  // uri, or empty
  std::string_view query_name;     // ec2: in requests, which capitalise what answers do not
};

struct Shape {
  std::string_view name;
  ShapeType type;
  std::span<const Member> members;  // structure
  const Shape* element;             // list element, map value
  const Shape* key;                 // map key
  std::string_view element_name;    // list member's or map value's locationName, or empty
  std::string_view key_name;        // map key's locationName, or empty
  std::string_view payload;         // structure: the member that is the body, or empty
  std::string_view xml_name;        // structure: name of its element where it is a root, or empty
  std::string_view xml_namespace;   // structure: uri, or empty
  std::string_view xml_namespace_prefix;  // structure: "xsi", or empty
  TimestampFormat timestamp_format;
  bool flattened;
  bool sensitive;
  bool is_union;  // structure: exactly one of its members is there
  bool exception;
  std::string_view error_code;  // exception: the code on the wire
  int error_status;             // exception: the HTTP status, 500 for a fault of the service, or 0
  std::span<const std::string_view> enumeration;  // string: the allowed values, or empty
};

struct Operation {
  std::string_view name;
  std::string_view http_method;
  std::string_view uri;              // "/{Bucket}/{Key+}?tagging", placeholders in braces
  int success_status;                // what the model says, or 200
  const Shape* input;                // nullptr: none
  const Shape* output;               // nullptr: none
  std::string_view result_wrapper;   // query protocol: "GetCallerIdentityResult"
  std::string_view input_element;    // rest-xml: name of the body's root, or empty
  std::string_view input_namespace;  // rest-xml: its xmlns, or empty
  std::string_view host_prefix;      // "{AccountId}.", or empty
  bool checksum_required;  // the body must carry a checksum (Content-MD5 or x-amz-checksum-*)
  std::span<const Shape* const> errors;
};

// How an operation that answers in pages is asked for all of them. Expressions are those of
// jmespath.h, over the output; tokens stand in it and go into the input in the same order.
struct Paginator {
  std::string_view operation;
  std::span<const std::string_view> input_tokens;
  std::span<const std::string_view> output_tokens;
  std::span<const std::string_view> result_keys;  // the lists that a page is a part of
  std::string_view more_results;  // says whether there are, or empty: any token does
};

enum class WaiterState : std::uint8_t { success, failure, retry };
enum class WaiterMatcher : std::uint8_t { path, path_all, path_any, status, error };

struct Acceptor {
  WaiterState state;
  WaiterMatcher matcher;
  std::string_view argument;  // an expression over the output, for the three that have a path
  std::string_view expected;  // as text: "INSYNC", "true", "404", "NoSuchKey"
};

// What is asked again and again until something has come about.
struct Waiter {
  std::string_view name;  // "ObjectExists"
  std::string_view operation;
  int delay_s;
  int max_attempts;
  std::span<const Acceptor> acceptors;  // the first that fits decides
};

struct Service {
  std::string_view name;             // botocore's folder: "s3", "s3control", "route53"
  std::string_view id;               // "S3 Control"
  std::string_view endpoint_prefix;  // "s3-control"
  std::string_view signing_name;     // "s3"
  std::string_view api_version;
  std::string_view target_prefix;       // json: "TrentService"
  std::string_view json_version;        // json: "1.1"
  std::string_view xml_namespace;       // query and rest-xml: of answers
  std::string_view global_endpoint;     // the one host of a global service, or empty
  Protocol protocol;                    // that we ask in
  std::span<const Protocol> protocols;  // all that it understands, the one above among them
  bool query_compatible;  // errors in json and cbor say in a header what they are called in query
  std::span<const Operation> operations;  // sorted by name
  std::span<const Paginator> paginators;  // sorted by operation
  std::span<const Waiter> waiters;        // sorted by name

  // Each is nullptr if there is none.
  const Operation* find(std::string_view operation) const;
  const Paginator* find_paginator(std::string_view operation) const;
  const Waiter* find_waiter(std::string_view name) const;
  bool speaks(Protocol any) const;
};

// All compiled models, sorted by name.
std::span<const Service* const> services();
// One of them by botocore's name; nullptr: no such model is compiled in.
const Service* find_service(std::string_view name);
// The same; it is a mistake of ours to ask for one that is not there.
const Service& service(std::string_view name);

const Member* find_member(const Shape& shape, std::string_view name);

// Does the operation only look? By AWS's naming: Get, List, Describe, Head, Test, Lookup, Select.
bool reads_only(std::string_view operation);

}  // namespace godwit::aws
