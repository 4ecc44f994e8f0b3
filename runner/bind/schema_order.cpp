// The tables of a database in the order in which they can be created, by their foreign keys.
#include "runner/bind/schema_order.h"

#include <algorithm>

#include "orm/inspect.h"
#include "runner/bind/context.h"
#include "runner/bind/schema.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Value;

namespace {

std::string ordered_schema(Call& call) {
  const Value& schema = call.arg("schema");
  return !schema || schema.is_none() ? std::string() : std::string(call.interp.text(schema));
}

// Tables in order of their foreign keys, each with the tables and names of those keys; at the end,
// under None, the keys that are left out because they run in a circle.
struct SortedTable {
  std::string name;
  std::vector<orm::ReflectedForeignKey> keys;
};
std::vector<SortedTable> sorted_tables(Call& call, std::vector<SortedTable>& circular) {
  std::vector<SortedTable> left;
  for (const std::string& name :
       (*find_inspector(call.self)).get_table_names(ordered_schema(call))) {
    left.push_back(
        {name, (*find_inspector(call.self)).get_foreign_keys(name, ordered_schema(call))});
  }
  std::vector<SortedTable> sorted;
  auto is_placed = [&](const std::string& name) {
    return std::any_of(sorted.begin(), sorted.end(),
                       [&](const SortedTable& one) { return one.name == name; });
  };
  while (!left.empty()) {
    std::vector<SortedTable> later;
    std::vector<SortedTable> now;
    for (SortedTable& table : left) {
      const bool ready = std::all_of(table.keys.begin(), table.keys.end(), [&](const auto& key) {
        return key.referred_table == table.name || is_placed(key.referred_table);
      });
      (ready ? now : later).push_back(std::move(table));
    }
    if (now.empty()) {
      for (SortedTable& table : later) {
        circular.push_back(table);
        table.keys.clear();
      }
      now.swap(later);
    }
    for (SortedTable& table : now) sorted.push_back(std::move(table));
    left = std::move(later);
  }
  return sorted;
}

template <bool WithSchema>
Value sorted_names(Call& call) {
  Interpreter& interp = call.interp;
  std::vector<SortedTable> circular;
  const std::vector<SortedTable> sorted = sorted_tables(call, circular);
  const Value schema =
      ordered_schema(call).empty() ? Value::none() : interp.str(ordered_schema(call));
  auto table_key = [&](const std::string& name) {
    return WithSchema ? interp.tuple({schema, interp.str(name)}) : interp.str(name);
  };
  auto key_name = [&](const orm::ReflectedForeignKey& key) {
    return key.name.empty() ? Value::none() : interp.str(key.name);
  };
  const bool pairs = context(call.interp).profile.insertmanyvalues;
  std::vector<Value> rows;
  for (const SortedTable& table : sorted) {
    std::vector<Value> keys;
    for (const auto& key : table.keys) {
      keys.push_back(pairs ? interp.tuple({table_key(table.name), key_name(key)}) : key_name(key));
    }
    Value list = interp.list(std::move(keys));
    if (!pairs) list = interp.call(Value(interp.types().set), {list});
    rows.push_back(interp.tuple({table_key(table.name), list}));
  }
  std::vector<Value> left_out;
  for (const SortedTable& table : circular) {
    for (const auto& key : table.keys) {
      left_out.push_back(interp.tuple({table_key(table.name), key_name(key)}));
    }
  }
  rows.push_back(interp.tuple({Value::none(), interp.list(std::move(left_out))}));
  return interp.list(std::move(rows));
}

}  // namespace

Value sorted_table_names(Call& call) { return sorted_names<false>(call); }
Value sorted_table_keys(Call& call) { return sorted_names<true>(call); }

}  // namespace lessonrun::bind
