#include "orm/engine/direct_rows.h"

#include <orm/error.h>

#include <algorithm>

#include "orm/base/large_pages.h"

namespace orm {

namespace {

const Value* find(const ParameterSet& set, DirectSource& source) {
  const std::string& name = source.bind->name;
  // Sets of one execution have their names in the same places, as a rule.
  if (source.place < set.size() && set[source.place].first == name) {
    return &set[source.place].second;
  }
  for (size_t i = 0; i < set.size(); ++i) {
    if (set[i].first == name) {
      source.place = i;
      return &set[i].second;
    }
  }
  return source.constant;
}

bool make_sources(const Compiled& compiled, const Dialect& dialect, const KeyBuilder* key,
                  DirectSources& sources) {
  for (size_t position : compiled.positions) {
    const CompiledBind& bind = compiled.binds[position];
    DirectSource source{&bind, &bind.type->for_dialect(dialect.name)};
    if (bind.expanding || source.type->converts_bind()) return false;
    const BindParameter* given = bind.bind.get();
    if (key != nullptr && bind.extracted >= 0) {
      given = key->binds[static_cast<size_t>(bind.extracted)];
    }
    if (given != nullptr && given->callable) return false;
    if (given != nullptr && !given->required) source.constant = &given->value;
    sources.push_back(source);
  }
  return true;
}

// Collects the cells of one execution; `cell(row, source)` is where a value lies, or null.
template <class Cell>
bool gather(DirectSources& sources, const Dialect& dialect, size_t count, bool exact,
            DirectRows& rows, Cell cell) {
  reserve_large(rows.cells, count * sources.size());
  size_t most_converted = 0;
  for (const DirectSource& source : sources) {
    if (source.bind->processor != nullptr) most_converted += count;
  }
  for (size_t row = 0; row < count; ++row) {
    for (DirectSource& source : sources) {
      const Value* value = cell(row, source);
      if (value == nullptr || value->is_list()) return false;
      if (source.bind->processor != nullptr &&
          (exact || !dialect.binds_as_is(*source.type, *value))) {
        // Reserved to the last, because cells point into it.
        if (rows.converted.capacity() == 0) reserve_large(rows.converted, most_converted);
        try {
          rows.converted.push_back(source.bind->processor(source.type->impl(), dialect, *value));
        } catch (const Error&) {
          return false;
        }
        value = &rows.converted.back();
      }
      rows.cells.push_back(value);
    }
  }
  return true;
}

// Are the values of all rows what the driver is to have, one after the other?
bool lie_as_sent(const DirectSources& sources, const Dialect& dialect, const ParameterRows& rows,
                 bool exact) {
  const size_t width = rows.names.size();
  if (sources.size() != width) return false;
  bool processes = false;
  for (size_t i = 0; i < width; ++i) {
    if (sources[i].place != i) return false;
    processes = processes || sources[i].bind->processor != nullptr;
  }
  if (processes && exact) return false;
  for (size_t at = 0; at < rows.cells.size(); at += width) {
    for (size_t i = 0; i < width; ++i) {
      const Value& value = rows.cells[at + i];
      if (value.is_list()) return false;
      const DirectSource& source = sources[i];
      if (source.bind->processor != nullptr && !dialect.binds_as_is(*source.type, value)) {
        return false;
      }
    }
  }
  return true;
}

}  // namespace

bool gather_rows(const Compiled& compiled, const Dialect& dialect,
                 const std::vector<ParameterSet>& parameters, const KeyBuilder* key, bool exact,
                 DirectRows& rows) {
  if (!compiled.defaults.empty() || compiled.expands) return false;
  DirectSources sources;
  if (!make_sources(compiled, dialect, key, sources)) return false;
  return gather(sources, dialect, parameters.size(), exact, rows,
                [&](size_t row, DirectSource& source) { return find(parameters[row], source); });
}

bool gather_rows(const Compiled& compiled, const Dialect& dialect, const ParameterRows& parameters,
                 const KeyBuilder* key, bool exact, bool as_laid, DirectRows& rows) {
  DirectSources sources;
  if (!find_sources(compiled, dialect, parameters.names, key, sources)) return false;
  if (as_laid && lie_as_sent(sources, dialect, parameters, exact)) {
    rows.laid = parameters.cells.data();
    return true;
  }
  return gather_rows(sources, dialect, parameters.cells, parameters.names.size(), parameters.count,
                     exact, rows);
}

bool find_sources(const Compiled& compiled, const Dialect& dialect,
                  const std::vector<std::string>& names, const KeyBuilder* key,
                  DirectSources& sources) {
  if (!compiled.defaults.empty() || compiled.expands) return false;
  if (!make_sources(compiled, dialect, key, sources)) return false;
  for (DirectSource& source : sources) {
    const auto at = std::find(names.begin(), names.end(), source.bind->name);
    source.place = static_cast<size_t>(at - names.begin());
  }
  return true;
}

bool gather_rows(DirectSources& sources, const Dialect& dialect, std::span<const Value> cells,
                 size_t width, size_t count, bool exact, DirectRows& rows) {
  return gather(sources, dialect, count, exact, rows, [&](size_t row, const DirectSource& source) {
    return source.place < width ? &cells[row * width + source.place] : source.constant;
  });
}

}  // namespace orm
