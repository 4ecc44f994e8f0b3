// Parsing and writing database URLs.
#include <orm/error.h>
#include <orm/url.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>

namespace orm {

namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string unquote(std::string_view text, bool plus = false) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 &&
        hex_digit(text[i + 2]) >= 0) {
      out += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
      i += 2;
    } else {
      out += plus && text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

std::string percent(std::string_view text, std::string_view safe) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  for (char c : text) {
    auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || safe.find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += '%';
      out += digits[byte >> 4];
      out += digits[byte & 15];
    }
  }
  return out;
}

[[noreturn]] void fail(std::string_view text, const Profile& profile) {
  if (profile.insertmanyvalues)
    throw ArgumentError("Could not parse SQLAlchemy URL from given URL string");
  throw ArgumentError(std::string(profile.stmt_cache ? "Could not parse SQLAlchemy URL from string "
                                                     : "Could not parse rfc1738 URL from string ") +
                      repr_text(text));
}

void parse_host(std::string_view host, Url& url, std::string_view whole, const Profile& profile) {
  if (host.empty()) return;
  size_t colon;
  if (host[0] == '[') {
    size_t end = host.find(']');
    if (end == std::string_view::npos) fail(whole, profile);
    url.host = std::string(host.substr(1, end - 1));
    colon = host.size() > end + 1 && host[end + 1] == ':' ? end + 1 : std::string_view::npos;
  } else {
    colon = host.find(':');
    std::string name(host.substr(0, colon));
    if (!name.empty()) url.host = name;
  }
  if (colon == std::string_view::npos) return;
  std::string port(host.substr(colon + 1));
  if (port.empty()) return;
  if (!std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; }))
    throw ValueError("invalid literal for int() with base 10: " + repr_text(port));
  url.port = std::atoi(port.c_str());
}

}  // namespace

std::string Url::driver_name() const {
  size_t plus = drivername.find('+');
  return plus == std::string::npos ? std::string() : drivername.substr(plus + 1);
}

Url make_url(std::string_view text, const Profile& profile) {
  size_t scheme = text.find("://");
  if (scheme == std::string_view::npos || scheme == 0) fail(text, profile);
  for (char c : text.substr(0, scheme))
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '_' && c != '+')
      fail(text, profile);
  Url url;
  url.drivername = std::string(text.substr(0, scheme));
  std::string_view rest = text.substr(scheme + 3);
  std::string_view query;
  size_t question = rest.find('?');
  if (question != std::string_view::npos) {
    query = rest.substr(question + 1);
    rest = rest.substr(0, question);
  }
  // The last @ before the path ends the credentials: a password may hold one.
  size_t at = std::string_view::npos;
  size_t first_slash = rest.find('/');
  for (size_t i = 0; i < rest.size() && i < first_slash; ++i)
    if (rest[i] == '@') at = i;
  if (at == std::string_view::npos && first_slash != std::string_view::npos) {
    // user:pa/ss@host: slashes are allowed in what comes before an @.
    size_t late = rest.rfind('@');
    if (late != std::string_view::npos && late > first_slash && first_slash > 0) at = late;
  }
  if (at != std::string_view::npos) {
    std::string_view credentials = rest.substr(0, at);
    rest = rest.substr(at + 1);
    size_t colon = credentials.find(':');
    url.username = unquote(credentials.substr(0, colon));
    if (colon != std::string_view::npos) url.password = unquote(credentials.substr(colon + 1));
  }
  size_t slash = rest.find('/');
  parse_host(rest.substr(0, slash), url, text, profile);
  if (slash != std::string_view::npos) {
    url.database = std::string(rest.substr(slash + 1));
  }
  while (!query.empty()) {
    size_t end = query.find('&');
    std::string_view item = query.substr(0, end);
    query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
    size_t equals = item.find('=');
    if (equals == std::string_view::npos || equals + 1 == item.size()) continue;
    std::string key = unquote(item.substr(0, equals), true);
    std::string value = unquote(item.substr(equals + 1), true);
    auto known = std::find_if(url.query.begin(), url.query.end(),
                              [&](const auto& entry) { return entry.first == key; });
    if (known == url.query.end())
      url.query.emplace_back(key, std::vector<std::string>{value});
    else
      known->second.push_back(value);
  }
  return url;
}

std::string Url::render(bool hide_password) const {
  std::string out = drivername + "://";
  if (username) {
    out += percent(*username, "_.-~ +");
    if (password) out += ":" + (hide_password ? "***" : percent(*password, "_.-~ +"));
    out += "@";
  }
  if (host) out += host->find(':') != std::string::npos ? "[" + *host + "]" : *host;
  if (port) out += ":" + std::to_string(*port);
  if (database) out += "/" + *database;
  auto sorted = query;
  std::sort(sorted.begin(), sorted.end());
  char separator = '?';
  for (const auto& [key, values] : sorted)
    for (const auto& value : values) {
      out += separator + percent(key, "_.-~") + "=" + percent(value, "_.-~");
      separator = '&';
    }
  return out;
}

}  // namespace orm
