// Dynamic programming over (lines of the lesson) × (pieces of the run).
#include "runner/lesson/alignment.h"

#include <algorithm>
#include <limits>
#include <string_view>

#include "runner/lesson/doctest_flags.h"
#include "runner/lesson/normalize.h"
#include "runner/lesson/words.h"

namespace lessonrun {
namespace {

constexpr std::size_t max_cells = 60000;
constexpr std::size_t max_statement_lines = 200;

enum class Move : unsigned char { none, match, missing, extra, absorb, absorb_end };

class Aligner {
 public:
  Aligner(const std::vector<std::string>& lines, const std::vector<RunUnit>& units, unsigned flags)
      : lines_(lines), units_(units), flags_(flags) {}

  Alignment run() {
    trim_ends();
    const std::size_t rows = line_end_ - line_begin_;
    const std::size_t columns = unit_end_ - unit_begin_;
    for (std::size_t i = 0; i < line_begin_; ++i) same(i, 1);
    if ((rows + 1) * (columns + 1) > max_cells) {
      for (std::size_t i = 0; i < rows; ++i) missing(line_begin_ + i);
      for (std::size_t j = 0; j < columns; ++j) extra(unit_begin_ + j);
    } else if (rows + columns > 0) {
      fill(rows, columns);
      walk(rows, columns);
    }
    for (std::size_t i = line_end_; i < lines_.size(); ++i) same(i, 1);
    order_changes();
    return std::move(result_);
  }

 private:
  bool matches(std::size_t line, std::size_t count, const RunUnit& unit) const {
    std::string want;
    for (std::size_t i = line; i < line + count; ++i) want.append(lines_[i]).push_back('\n');
    return output_matches(want, unit.text, flags_);
  }

  /// How many lines from `line` on make up the unit; 0 where they do not.
  std::size_t match_length(std::size_t line, const RunUnit& unit) const {
    if (!unit.is_sql) return matches(line, 1, unit) ? 1 : 0;
    if (!may_begin(lines_[line], unit)) return 0;
    const std::size_t limit =
        std::min({line_end_ - line, max_statement_lines, unit.lines.size() * 2 + 8});
    for (std::size_t count = 1; count <= limit; ++count) {
      if (matches(line, count, unit)) return count;
    }
    return 0;
  }

  // A cheap look at the first word spares most comparisons of statements.
  static bool may_begin(std::string_view line, const RunUnit& unit) {
    line.remove_prefix(log_prefix_length(line));
    line = trim(line);
    if (line.empty() || starts_with(line, "...") || starts_with(line, "[...]")) return true;
    const std::string_view first = trim(unit.text.units()).substr(1);
    const std::size_t length =
        std::min({line.find_first_of(" .\t("), first.size(), std::size_t{6}});
    return starts_with(first, line.substr(0, length));
  }

  bool is_wildcard(std::size_t line) const {
    const std::string_view text = trim(lines_[line]);
    return (flags_ & kEllipsis) != 0 && (text == "..." || text == "[...]");
  }

  void trim_ends() {
    line_end_ = lines_.size();
    unit_end_ = units_.size();
    while (line_begin_ < line_end_ && unit_begin_ < unit_end_ && !is_wildcard(line_begin_) &&
           !units_[unit_begin_].is_sql && matches(line_begin_, 1, units_[unit_begin_])) {
      ++line_begin_;
      ++unit_begin_;
    }
    while (line_end_ > line_begin_ && unit_end_ > unit_begin_ && !is_wildcard(line_end_ - 1) &&
           !units_[unit_end_ - 1].is_sql && matches(line_end_ - 1, 1, units_[unit_end_ - 1])) {
      --line_end_;
      --unit_end_;
    }
  }

  struct Cell {
    std::size_t cost = std::numeric_limits<std::size_t>::max();
    Move move = Move::none;
    std::size_t length = 0;  // lines of the lesson that the move takes
  };

  Cell& cell(std::size_t i, std::size_t j) { return cells_[i * (columns_ + 1) + j]; }

  void offer(std::size_t i, std::size_t j, std::size_t cost, Move move, std::size_t length) {
    Cell& target = cell(i, j);
    if (cost < target.cost) target = {cost, move, length};
  }

  void fill(std::size_t rows, std::size_t columns) {
    columns_ = columns;
    cells_.assign((rows + 1) * (columns + 1), Cell());
    cell(0, 0).cost = 0;
    for (std::size_t i = 0; i <= rows; ++i) {
      for (std::size_t j = 0; j <= columns; ++j) {
        const std::size_t cost = cell(i, j).cost;
        if (i < rows && j < columns) {
          const std::size_t length = match_length(line_begin_ + i, units_[unit_begin_ + j]);
          if (length > 0) offer(i + length, j + 1, cost, Move::match, length);
        }
        if (i < rows && is_wildcard(line_begin_ + i)) {
          offer(i + 1, j, cost, Move::absorb_end, 1);
          if (j < columns) offer(i, j + 1, cost, Move::absorb, 0);
        }
        if (i < rows) offer(i + 1, j, cost + 1, Move::missing, 1);
        if (j < columns) {
          offer(i, j + 1, cost + units_[unit_begin_ + j].lines.size(), Move::extra, 0);
        }
      }
    }
  }

  void walk(std::size_t i, std::size_t j) {
    std::vector<std::pair<std::size_t, std::size_t>> path;
    while (i > 0 || j > 0) {
      path.emplace_back(i, j);
      const Cell& here = cell(i, j);
      if (here.move != Move::missing && here.move != Move::absorb_end) --j;
      i -= here.length;
    }
    std::reverse(path.begin(), path.end());
    for (const auto& [row, column] : path) {
      const Cell& here = cell(row, column);
      const std::size_t line = line_begin_ + row - here.length;
      if (here.move == Move::match || here.move == Move::absorb_end) same(line, here.length);
      if (here.move == Move::missing) missing(line);
      if (here.move == Move::extra) extra(unit_begin_ + column - 1);
    }
  }

  // Where lines were exchanged, the lesson's come first, then the run's, as readers of diffs
  // expect.
  void order_changes() {
    std::vector<DiffPart> ordered;
    DiffPart missing{DiffPart::Kind::missing, {}, 0};
    DiffPart extra{DiffPart::Kind::extra, {}, 0};
    const auto flush = [&] {
      for (DiffPart* part : {&missing, &extra}) {
        if (!part->lines.empty()) ordered.push_back(*part);
        part->lines.clear();
      }
    };
    for (DiffPart& part : result_.parts) {
      if (part.kind == DiffPart::Kind::same) {
        flush();
        ordered.push_back(std::move(part));
        continue;
      }
      DiffPart& target = part.kind == DiffPart::Kind::missing ? missing : extra;
      if (target.lines.empty()) target.first = part.first;
      target.lines.insert(target.lines.end(), part.lines.begin(), part.lines.end());
    }
    flush();
    result_.parts = std::move(ordered);
  }

  DiffPart& part(DiffPart::Kind kind, std::size_t first) {
    if (result_.parts.empty() || result_.parts.back().kind != kind) {
      result_.parts.push_back({kind, {}, first});
    }
    return result_.parts.back();
  }

  void same(std::size_t line, std::size_t count) {
    DiffPart& target = part(DiffPart::Kind::same, line);
    for (std::size_t i = 0; i < count; ++i) target.lines.push_back(lines_[line + i]);
  }

  void missing(std::size_t line) {
    part(DiffPart::Kind::missing, line).lines.push_back(lines_[line]);
    ++result_.cost;
  }

  void extra(std::size_t index) {
    const RunUnit& unit = units_[index];
    DiffPart& target = part(DiffPart::Kind::extra, 0);
    target.lines.insert(target.lines.end(), unit.lines.begin(), unit.lines.end());
    result_.cost += unit.lines.size();
    result_.channels |= unit.channel;
  }

  const std::vector<std::string>& lines_;
  const std::vector<RunUnit>& units_;
  unsigned flags_;
  std::size_t line_begin_ = 0;
  std::size_t line_end_ = 0;
  std::size_t unit_begin_ = 0;
  std::size_t unit_end_ = 0;
  std::size_t columns_ = 0;
  std::vector<Cell> cells_;
  Alignment result_;
};

}  // namespace

Alignment align(const std::vector<std::string>& lines, const std::vector<RunUnit>& units,
                unsigned flags) {
  return Aligner(lines, units, flags).run();
}

}  // namespace lessonrun
