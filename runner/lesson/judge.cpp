// The table of verdicts (PRODUCT, section 2), row by row.
#include "runner/lesson/judge.h"

#include <algorithm>

#include "runner/lesson/doctest_flags.h"
#include "runner/lesson/output_checker.h"
#include "runner/lesson/words.h"

namespace lessonrun {
namespace {

/// `[generated in 0.1s] ('ed',)` without its note.
std::string without_note(const std::string& text) {
  const std::size_t close = text.find("] ");
  const bool note = text.size() > 1 && text[0] == '[' && text[1] >= 'a' && text[1] <= 'z';
  return note && close != std::string::npos ? text.substr(close + 2) : text;
}

/// The name that was missing: said by the executor, or found in Python's own sentence.
std::string missing_name(const RaisedError& error) {
  if (!error.missing.empty()) return error.missing;
  for (const std::string_view phrase : {"cannot import name '", "No module named '", "name '"}) {
    const std::size_t at = error.message.find(phrase);
    if (at == std::string::npos) continue;
    const std::size_t begin = at + phrase.size();
    const std::size_t end = error.message.find('\'', begin);
    if (end != std::string::npos) return error.message.substr(begin, end - begin);
  }
  return {};
}

bool is_about_a_name(const RaisedError& error) {
  return error.type == "NameError" || error.type == "UnboundLocalError" ||
         error.type == "ImportError" || error.type == "ModuleNotFoundError";
}

/// Marks a step as blocked if its error is the fault of an earlier one.
bool find_fault(const RaisedError& error, const Session& session, const std::string& path,
                StepResult& result) {
  if (!is_about_a_name(error)) return false;
  const std::string name = missing_name(error);
  const Session::Fault* fault = session.fault_of(name);
  if (fault == nullptr) return false;
  result.verdict = Verdict::blocked;
  if (fault->path == path) result.blocked_by = fault->id;
  const std::string place = fault->path == path ? "line " + std::to_string(fault->line)
                                                : fault->path + ":" + std::to_string(fault->line);
  result.reason = "\"" + name + "\" should have come from the step at " + place;
  return true;
}

bool names_exception(const std::string& expected, const RaisedError& error) {
  return expected == error.type || expected == error.module + "." + error.type;
}

void accept(Verdict verdict, const CheckResult& check, const StepRules& rules,
            const Expectation& expected, const StepOutcome& outcome, StepResult& result) {
  const bool output_left_out =
      std::find(check.left_out.begin(), check.left_out.end(), "output") != check.left_out.end();
  const bool sql_left_out = check.left_out.size() > (output_left_out ? 1U : 0U);
  if ((output_left_out && rules.strict_output) || (sql_left_out && rules.strict_sql)) {
    result.verdict = Verdict::failed;
    result.differs = check.left_out;
    result.diff = full_diff(expected, outcome.events, outcome.error);
    result.reason = "strict: the lesson leaves out something that the step shows";
  } else if (verdict == Verdict::passed && !check.left_out.empty()) {
    result.verdict = Verdict::unchecked;
  } else {
    result.verdict = verdict;
  }
}

void judge_expected_exception(const Step& step, const StepRules& rules, const StepOutcome& outcome,
                              StepResult& result) {
  const std::string& name = step.attributes.expect;
  if (!outcome.error || !names_exception(name, *outcome.error)) {
    result.verdict = Verdict::failed;
    result.differs = {"error"};
    result.reason = outcome.error ? "it raised " + outcome.error->type + ", not " + name
                                  : "it should raise " + name + " and raised nothing";
    return;
  }
  const Expectation expected = expectation_of(step, rules);
  const bool shows_error = !split_traceback(expected.text).message.empty();
  const CheckResult check =
      check_step(expected, outcome.events, shows_error ? outcome.error : std::nullopt);
  if (check.matches) {
    accept(Verdict::expected_failure, check, rules, expected, outcome, result);
    return;
  }
  result.verdict = Verdict::failed;
  result.differs = check.differs;
  result.diff = check.diff;
}

}  // namespace

Expectation expectation_of(const Step& step, const StepRules& rules) {
  Expectation expected;
  expected.text = step.shown.text();
  expected.flags = rules.flags;
  expected.rowsort = step.attributes.rowsort;
  expected.block = step.mode != StepMode::single;
  expected.sql = rules.sql;
  return expected;
}

void fill_in_events(StepResult& result) {
  result.actual = terminal_text(result.events);
  const bool has_error_event =
      std::any_of(result.events.begin(), result.events.end(),
                  [](const Event& event) { return event.kind == EventKind::error; });
  if (result.error && !has_error_event) {
    const std::string& traceback = result.error->traceback;
    result.actual += traceback.empty()
                         ? "Traceback (most recent call last):\n" + result.error->summary()
                         : traceback;
    if (!ends_with(result.actual, "\n")) result.actual += '\n';
  }
  for (const Event& event : result.events) {
    switch (event.kind) {
      case EventKind::output:
        result.output += event.text;
        break;
      case EventKind::value:
        result.output += event.text + "\n";
        break;
      case EventKind::sql:
        result.sql.push_back(
            {std::string(trim(event.text)), event.parameters, event.line, event.echoed});
        break;
      case EventKind::transaction:
        result.sql.push_back({event.text, "", event.line, event.echoed});
        break;
      case EventKind::parameters:
        if (!result.sql.empty() && result.sql.back().parameters.empty()) {
          result.sql.back().parameters =
              event.parameters.empty() ? without_note(event.text) : event.parameters;
        }
        break;
      default:
        break;
    }
  }
}

void judge(const Step& step, const StepRules& rules, StepOutcome outcome, const Session& session,
           const std::string& path, StepResult& result) {
  result.events = outcome.events;
  result.error = outcome.error;
  result.cpp = outcome.cpp;
  fill_in_events(result);
  if (!outcome.limit.empty()) {
    result.verdict = Verdict::error;
    result.reason = outcome.limit == "Timeout"       ? "it took longer than a step may take"
                    : outcome.limit == "Interrupted" ? "the run was interrupted"
                                                     : "it wrote more than a step may write";
    if (!result.error) result.error = RaisedError{outcome.limit, "", result.reason, "", ""};
    return;
  }
  if (!outcome.unsupported.empty()) {
    result.verdict = Verdict::unsupported;
    result.reason = outcome.unsupported;
    return;
  }
  if (!step.attributes.expect.empty()) {
    judge_expected_exception(step, rules, outcome, result);
    return;
  }
  const Expectation expected = expectation_of(step, rules);
  const CheckResult check = check_step(expected, outcome.events, outcome.error);
  const bool shows_error = !split_traceback(expected.text).message.empty();
  if (check.matches && (!outcome.error || check.error_matches)) {
    accept(Verdict::passed, check, rules, expected, outcome, result);
    return;
  }
  if (outcome.error && find_fault(*outcome.error, session, path, result)) return;
  result.verdict = Verdict::error;
  if (outcome.error && !shows_error) return;
  result.verdict = Verdict::failed;
  result.differs = check.differs;
  result.diff = check.diff;
}

void judge_shown_value(const Step& step, const StepRules& rules,
                       const std::optional<std::string>& value, StepResult& result) {
  result.shown_value = true;
  const std::string shown = step.source + "\n" + step.shown.text();
  if (!value) {
    result.verdict = Verdict::failed;
    result.differs = {"output"};
    result.reason = "the statement before this line has no value to show";
    return;
  }
  result.actual = *value + "\n";
  result.output = result.actual;
  const Transcript events = {{EventKind::value, *value, step.line, "", "", true}};
  Expectation expected = expectation_of(step, rules);
  expected.text = shown;
  const CheckResult check = check_step(expected, events, std::nullopt);
  result.verdict = check.matches && check.left_out.empty() ? Verdict::passed : Verdict::failed;
  result.differs = check.differs;
  result.diff = check.diff;
}

}  // namespace lessonrun
