// URL and make_url() as Python objects. A URL does not change: what alters one returns another.
#include "runner/bind/urls.h"

#include <orm/compiler.h>

#include <algorithm>

#include "orm/orm_error.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Kind;
using interp::Type;
using interp::Value;

namespace {

struct UrlData : interp::Payload {
  explicit UrlData(orm::Url held = {}) : url(std::move(held)) {}
  orm::Url url;
};

const orm::Url& url_of(Call& call) { return interp::payload<UrlData>(call.interp, call.self).url; }

Value text_or_none(Call& call, const std::optional<std::string>& text) {
  return text ? call.interp.str(*text) : Value::none();
}

Value url_drivername(Call& call) { return call.interp.str(url_of(call).drivername); }
Value url_username(Call& call) { return text_or_none(call, url_of(call).username); }
Value url_password(Call& call) { return text_or_none(call, url_of(call).password); }
Value url_host(Call& call) { return text_or_none(call, url_of(call).host); }
Value url_database(Call& call) { return text_or_none(call, url_of(call).database); }
Value url_port(Call& call) {
  return url_of(call).port ? Value::integer(*url_of(call).port) : Value::none();
}
Value url_backend(Call& call) { return call.interp.str(url_of(call).backend_name()); }
Value url_driver(Call& call) {
  std::string driver = url_of(call).driver_name();
  // Without a `+driver` it is the dialect's usual one.
  static constexpr std::pair<const char*, const char*> kUsual[] = {
      {"sqlite", "pysqlite"}, {"postgresql", "psycopg2"}, {"mysql", "mysqldb"},
      {"mariadb", "mysqldb"}, {"oracle", "cx_oracle"},    {"mssql", "pyodbc"}};
  for (const auto& [backend, usual] : kUsual) {
    if (driver.empty() && url_of(call).backend_name() == backend) driver = usual;
  }
  return call.interp.str(driver);
}
Value url_render(Call& call) {
  return call.interp.str(url_of(call).render(call.interp.truth(call[0])));
}

// The query as a dict: lists of one are strings, unless `always_tuples`.
Value query_dict(Call& call, bool always_tuples) {
  Value dict = call.interp.dict();
  for (const auto& [key, values] : url_of(call).query) {
    Value value;
    if (values.size() == 1 && !always_tuples) {
      value = call.interp.str(values[0]);
    } else {
      std::vector<Value> parts;
      for (const std::string& part : values) parts.push_back(call.interp.str(part));
      value = call.interp.tuple(std::move(parts));
    }
    call.interp.setitem(dict, call.interp.str(key), value);
  }
  return make_facade(context(call.interp), "immutabledict", dict);
}

Value url_query(Call& call) { return query_dict(call, false); }
Value url_normalized_query(Call& call) { return query_dict(call, true); }

// The values of one key of a query: a string, or several.
std::vector<std::string> texts(Call& call, const Value& value) {
  if (value.is(Kind::kStr)) return {std::string(call.interp.text(value))};
  std::vector<std::string> out;
  for (const Value& item : call.interp.to_vector(value)) out.push_back(call.interp.str_of(item));
  return out;
}

using Query = std::vector<std::pair<std::string, std::vector<std::string>>>;

// A URL with more in its query: replacing what it has of those keys, or, appending, after it.
Value updated(Call& call, const Query& more, bool append) {
  orm::Url url = url_of(call);
  Query query;
  auto named = [](const Query& in, const std::string& key) {
    return std::find_if(in.begin(), in.end(), [&](const auto& one) { return one.first == key; });
  };
  if (append) {
    for (const auto& [key, values] : more)
      if (named(url.query, key) == url.query.end()) query.emplace_back(key, values);
    for (const auto& [key, values] : url.query) {
      std::vector<std::string> all = values;
      if (auto found = named(more, key); found != more.end())
        all.insert(all.end(), found->second.begin(), found->second.end());
      query.emplace_back(key, std::move(all));
    }
  } else {
    query = url.query;
    for (const auto& [key, values] : more) {
      const std::string& name = key;
      auto found = std::find_if(query.begin(), query.end(),
                                [&](const auto& one) { return one.first == name; });
      if (found != query.end())
        found->second = values;
      else
        query.emplace_back(key, values);
    }
  }
  url.query = std::move(query);
  return wrap_url(context(call.interp), url);
}

void add_pair(Query& query, const std::string& key, std::vector<std::string> values) {
  for (auto& [known, list] : query) {
    if (known != key) continue;
    list.insert(list.end(), values.begin(), values.end());
    return;
  }
  query.emplace_back(key, std::move(values));
}

Value url_update_query_dict(Call& call) {
  Query more;
  for (auto& [key, value] : dict_items(context(call.interp), call[0]))
    more.emplace_back(key, texts(call, value));
  return updated(call, more, call.interp.truth(call[1]));
}

Value url_update_query_pairs(Call& call) {
  Query more;
  for (const Value& pair : call.interp.to_vector(call[0])) {
    std::vector<Value> parts = call.interp.to_vector(pair);
    add_pair(more, call.interp.str_of(parts.at(0)), texts(call, parts.at(1)));
  }
  return updated(call, more, call.interp.truth(call[1]));
}

Value url_update_query_string(Call& call) {
  // The parser of URLs reads the string.
  orm::Url parsed =
      orm::make_url("x://?" + std::string(call.text(0)), context(call.interp).profile);
  return updated(call, parsed.query, call.interp.truth(call[1]));
}

Value url_difference_update_query(Call& call) {
  orm::Url url = url_of(call);
  for (const Value& name : call.interp.to_vector(call[0])) {
    std::string key = call.interp.str_of(name);
    url.query.erase(std::remove_if(url.query.begin(), url.query.end(),
                                   [&](const auto& one) { return one.first == key; }),
                    url.query.end());
  }
  return wrap_url(context(call.interp), url);
}

Value url_set(Call& call) {
  orm::Url url = url_of(call);
  auto replace = [&](const char* name, std::optional<std::string>& member) {
    const Value& value = call.arg(name);
    if (!value.is_none()) member = call.interp.str_of(value);
  };
  if (!call.arg("drivername").is_none())
    url.drivername = call.interp.str_of(call.arg("drivername"));
  replace("username", url.username);
  replace("password", url.password);
  replace("host", url.host);
  replace("database", url.database);
  if (!call.arg("port").is_none())
    url.port = static_cast<int>(call.interp.to_int64(call.arg("port")));
  if (!call.arg("query").is_none()) {
    url.query.clear();
    for (auto& [key, value] : dict_items(context(call.interp), call.arg("query")))
      url.query.emplace_back(key, texts(call, value));
  }
  return wrap_url(context(call.interp), url);
}

Value url_translate_connect_args(Call& call) {
  const orm::Url& url = url_of(call);
  Value dict = call.interp.dict();
  auto put = [&](const char* name, const std::optional<std::string>& text) {
    if (text && !text->empty())
      call.interp.setitem(dict, call.interp.str(name), call.interp.str(*text));
  };
  put("host", url.host);
  put("database", url.database);
  put("username", url.username);
  put("password", url.password);
  if (url.port) call.interp.setitem(dict, call.interp.str("port"), Value::integer(*url.port));
  return dict;
}

std::string url_repr(Interpreter& interp, const Value& self) {
  return interp::payload<UrlData>(interp, self).url.render(true);
}

// str() of a URL hides the password from 2.0 on.
std::string url_str(Interpreter& interp, const Value& self) {
  return interp::payload<UrlData>(interp, self).url.render(!context(interp).profile.connectionless);
}

Value url_compare(Interpreter& interp, interp::CompareOp op, const Value& self,
                  const Value& other) {
  const auto* right = interp::try_payload<UrlData>(other);
  if (right == nullptr || (op != interp::CompareOp::kEq && op != interp::CompareOp::kNe)) {
    return Value::not_implemented();
  }
  bool equal = interp::payload<UrlData>(interp, self).url.render(false) == right->url.render(false);
  return Value::boolean(equal == (op == interp::CompareOp::kEq));
}

int64_t url_hash(Interpreter& interp, const Value& self) {
  return static_cast<int64_t>(
      std::hash<std::string>()(interp::payload<UrlData>(interp, self).url.render(false)));
}

Value url_create(Call& call) {
  orm::Url url;
  auto text = [&](const char* name) -> std::optional<std::string> {
    const Value& value = call.arg(name);
    if (value.is_none()) return std::nullopt;
    return call.interp.str_of(value);
  };
  url.drivername = std::string(call.text(0));
  url.username = text("username");
  url.password = text("password");
  url.host = text("host");
  url.database = text("database");
  if (!call.arg("port").is_none()) {
    url.port = static_cast<int>(call.interp.to_int64(call.arg("port")));
  }
  for (auto& [key, value] : dict_items(context(call.interp), call.arg("query"))) {
    url.query.emplace_back(key, texts(call, value));
  }
  return wrap_url(context(call.interp), url);
}

// The class of the database's dialect.
Value url_get_dialect(Call& call) {
  const orm::Url& url = interp::payload<UrlData>(call.interp, call.self).url;
  Context& owner = context(call.interp);
  const std::string name = url.backend_name();
  if (orm::make_dialect(name, owner.profile) == nullptr) {
    raise_error(owner, orm::NoSuchModuleError::cls,
                "Can't load plugin: sqlalchemy.dialects:" + url.drivername);
  }
  return Value(owner.type(("Dialect." + name).c_str()));
}

const Binding kUrlRows[] = {
    {"drivername", "", url_drivername, "{self}.drivername", BindingKind::property},
    {"username", "", url_username, "{self}.username", BindingKind::property},
    {"password", "", url_password, "{self}.password", BindingKind::property},
    {"host", "", url_host, "{self}.host", BindingKind::property},
    {"port", "", url_port, "{self}.port", BindingKind::property},
    {"database", "", url_database, "{self}.database", BindingKind::property},
    {"query", "", guard<url_query>, "{self}.query", BindingKind::property},
    {"normalized_query", "", guard<url_normalized_query>, "{self}.query", BindingKind::property},
    {"get_backend_name", "", url_backend, "{self}.backend_name()"},
    {"get_driver_name", "", url_driver, "{self}.driver_name()"},
    {"get_dialect", "_is_async=False", guard<url_get_dialect>,
     "orm::make_dialect({self}.backend_name(), profile)"},
    {"render_as_string", "hide_password=True", url_render, "{self}.render({args})"},
    {"set",
     "drivername=None, username=None, password=None, host=None, port=None, database=None, "
     "query=None",
     guard<url_set>, "!assign the members of the URL"},
    {"update_query_dict", "query_parameters, append=False", guard<url_update_query_dict>,
     "!assign the member query of the URL"},
    {"update_query_pairs", "key_value_pairs, append=False", guard<url_update_query_pairs>,
     "!assign the member query of the URL"},
    {"update_query_string", "query_string, append=False", guard<url_update_query_string>,
     "!assign the member query of the URL"},
    {"difference_update_query", "names", guard<url_difference_update_query>,
     "!assign the member query of the URL"},
    {"translate_connect_args", "", guard<url_translate_connect_args>,
     "!the members of the URL say it"},
};

Type* make_url_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "URL", "sqlalchemy.engine.url");
  builder.payload<UrlData>();
  add_bindings(builder, kUrlRows);
  return builder
      .static_method("create",
                     "drivername, username=None, password=None, host=None, port=None, "
                     "database=None, query=None",
                     guard<url_create>)
      .slots([](interp::Slots& slots) {
        slots.repr = url_repr;
        slots.str = url_str;
        slots.compare = url_compare;
        slots.hash = url_hash;
      })
      .build();
}

Value make_url_function(Call& call) {
  Context& owner = context(call.interp);
  return wrap_url(owner, to_url(owner, call[0]));
}

const Binding kUrlFunctionRows[] = {
    {"make_url", "name_or_url", guard<make_url_function>, "orm::make_url({name_or_url})",
     BindingKind::function},
};

}  // namespace

bool is_url(const Value& value) { return interp::try_payload<UrlData>(value) != nullptr; }

orm::Url to_url(Context& owner, const Value& value) {
  if (const auto* data = interp::try_payload<UrlData>(value)) return data->url;
  if (!value.is(Kind::kStr)) {
    raise_error(owner, orm::ArgumentError::cls,
                "Expected string or URL object, got " + owner.interp.repr(value));
  }
  return orm::make_url(owner.interp.text(value), owner.profile);
}

namespace {

// What the query of a SQLite URL says of the driver's arguments, as their types.
Value sqlite_arguments(Context& owner, const orm::Url& url) {
  Interpreter& interp = owner.interp;
  Value options = interp.dict();
  std::string rest;
  bool uri = false;
  auto find = [&](std::string_view name) -> const std::string* {
    for (const auto& [key, values] : url.query)
      if (key == name && !values.empty()) return &values.front();
    return nullptr;
  };
  static constexpr std::pair<const char*, char> kUrlArguments[] = {
      {"uri", 'b'},          {"timeout", 'f'},           {"isolation_level", 's'},
      {"detect_types", 'i'}, {"check_same_thread", 'b'}, {"cached_statements", 'i'}};
  for (const auto& [name, type] : kUrlArguments) {
    const std::string* text = find(name);
    if (text == nullptr) continue;
    Value value = interp.str(*text);
    if (type == 'b') {
      bool truth = *text == "true" || *text == "yes" || *text == "on" || *text == "y" ||
                   *text == "t" || *text == "1";
      if (std::string_view(name) == "uri") uri = truth;
      value = Value::boolean(truth);
    } else if (type == 'f') {
      value = interp.call(Value(interp.types().float_), {value});
    } else if (type == 'i') {
      value = interp.call(Value(interp.types().int_), {value});
    }
    interp.setitem(options, interp.str(name), value);
  }
  std::string file = url.database.value_or("");
  if (file.empty()) file = ":memory:";
  const bool memory = file.empty() || file == ":memory:";
  if (uri) {
    std::vector<std::pair<std::string, std::string>> others;
    for (const auto& [key, values] : url.query) {
      bool known = false;
      for (const auto& argument : kUrlArguments) known = known || key == argument.first;
      if (!known && !values.empty()) others.emplace_back(key, values.front());
    }
    std::sort(others.begin(), others.end());
    for (const auto& [key, value] : others) {
      rest += (rest.empty() ? "?" : "&") + key + "=" + value;
    }
    file += rest;
  } else if (memory) {
    file = ":memory:";
  } else {
    Value path = interp.import_module("os.path");
    file = interp.str_of(interp.call(interp.getattr(path, "abspath"), {interp.str(file)}));
  }
  if (owner.profile.file_queue_pool && find("check_same_thread") == nullptr) {
    interp.setitem(options, interp.str("check_same_thread"), Value::boolean(memory));
  }
  return interp.tuple({interp.list({interp.str(file)}), options});
}

}  // namespace

Value connect_args(Context& owner, const orm::Dialect& dialect, const Value& given) {
  const orm::Url url = to_url(owner, given);
  if (dialect.name == "sqlite") return sqlite_arguments(owner, url);
  owner.interp.unsupported("create_connect_args() of " + dialect.name,
                           "create_connect_args() is there for SQLite only; read the members of "
                           "the URL instead");
}

Value wrap_url(Context& owner, const orm::Url& url) { return owner.make<UrlData>("URL", url); }

void add_url_types(TypeTable& table) { table.emplace_back("URL", make_url_type); }

std::vector<BindingTable> url_tables() {
  return {{"sqlalchemy.engine", "URL", kUrlRows, std::size(kUrlRows)},
          {"sqlalchemy", nullptr, kUrlFunctionRows, std::size(kUrlFunctionRows)}};
}

}  // namespace lessonrun::bind
