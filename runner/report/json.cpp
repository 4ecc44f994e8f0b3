// The JSON report, format 1, and the JSON list. Other tools read both: names and shapes do not
// change.
#include <nlohmann/json.hpp>

#include "orm/version.h"
#include "runner/report/report.h"

namespace lessonrun::report {
namespace {

using Json = nlohmann::ordered_json;

Json counts_json(const VerdictCounts& counts) {
  Json json = Json::object();
  for (const Verdict verdict :
       {Verdict::passed, Verdict::failed, Verdict::error, Verdict::unsupported,
        Verdict::expected_failure, Verdict::blocked, Verdict::skipped, Verdict::unchecked}) {
    json[std::string(verdict_name(verdict))] = counts[verdict];
  }
  return json;
}

Json step_json(const StepResult& result) {
  const Step& step = *result.step;
  Json json = {{"id", step.id},
               {"line", step.line},
               {"end_line", step.end_line},
               {"kind", step_kind_name(step.kind)},
               {"source", step.source},
               {"verdict", verdict_name(result.verdict)},
               {"expected", step.shown.text()},
               {"actual", result.actual},
               {"output", result.output}};
  Json sql = Json::array();
  for (const SqlRecord& record : result.sql) {
    sql.push_back({{"text", record.text},
                   {"params", record.parameters},
                   {"line", record.line},
                   {"echoed", record.echoed}});
  }
  json["sql"] = std::move(sql);
  if (result.error) {
    const std::string summary = result.error->summary();
    const std::string type = result.error->message.empty() ? summary.substr(0, summary.size() - 1)
                                                           : summary.substr(0, summary.find(": "));
    json["error"] = {{"type", type}, {"message", result.error->message}};
  }
  if (!result.differs.empty()) json["differs"] = result.differs;
  if (result.blocked_by != 0) json["blocked_by"] = result.blocked_by;
  if (!result.reason.empty()) json["reason"] = result.reason;
  if (!result.cpp.empty()) json["cpp"] = result.cpp;
  if (!result.cpp_reason.empty()) json["cpp_reason"] = result.cpp_reason;
  return json;
}

Json warnings_json(const std::vector<Diagnostic>& warnings) {
  Json json = Json::array();
  for (const Diagnostic& warning : warnings) {
    json.push_back({{"line", warning.line}, {"text", warning.text}});
  }
  return json;
}

/// The attributes of a step as an object: `{"hidden": true, "expect": "ValueError"}`.
Json attributes_json(const Attributes& attributes) {
  Json json = Json::object();
  for (const std::string& written : attributes.written) {
    const std::size_t equals = written.find('=');
    if (equals == std::string::npos) {
      json[written] = true;
      continue;
    }
    std::string value = written.substr(equals + 1);
    if (value.size() >= 2 && (value[0] == '"' || value[0] == '\'')) {
      value = value.substr(1, value.size() - 2);
    }
    json[written.substr(0, equals)] = value;
  }
  return json;
}

std::string dump(const Json& json) {
  // A step may print bytes that are no UTF-8; they must not make the report unreadable.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Json head() { return {{"format", 1}, {"lessonrun", ORM_VERSION_STRING}}; }

}  // namespace

std::string json(const RunReport& run) {
  Json report = head();
  Json lessons = Json::array();
  for (const LessonResult& lesson : run.lessons) {
    Json steps = Json::array();
    for (const StepResult& step : lesson.steps) steps.push_back(step_json(step));
    std::vector<Diagnostic> warnings = lesson.warnings;
    if (!lesson.note.empty()) warnings.push_back({lesson.path, 0, lesson.note});
    lessons.push_back({{"path", lesson.path},
                       {"title", lesson.title},
                       {"sqlalchemy", lesson.profile},
                       {"status", status_name(lesson.status)},
                       {"steps", std::move(steps)},
                       {"counts", counts_json(lesson.counts)},
                       {"warnings", warnings_json(warnings)},
                       {"seconds", lesson.seconds}});
  }
  report["lessons"] = std::move(lessons);
  report["counts"] = counts_json(total_counts(run));
  if (!run.problems.empty()) {
    Json problems = Json::array();
    for (const Diagnostic& problem : run.problems) {
      problems.push_back({{"path", problem.file}, {"line", problem.line}, {"text", problem.text}});
    }
    report["problems"] = std::move(problems);
  }
  return dump(report);
}

std::string list_json(const std::vector<std::shared_ptr<const Lesson>>& lessons,
                      const std::string& default_profile) {
  Json report = head();
  Json list = Json::array();
  for (const auto& lesson : lessons) {
    const LessonSettings& settings = lesson->settings;
    Json steps = Json::array();
    for (const Step& step : lesson->steps) {
      steps.push_back({{"id", step.id},
                       {"line", step.line},
                       {"end_line", step.end_line},
                       {"kind", step_kind_name(step.kind)},
                       {"source", step.source},
                       {"expected", step.shown.text()},
                       {"attributes", attributes_json(step.attributes)},
                       {"doctest", doctest_flag_names(step.directives.apply(settings.doctest))}});
    }
    const std::vector<std::string> profiles =
        settings.profiles.empty() ? std::vector<std::string>{default_profile} : settings.profiles;
    list.push_back({{"path", lesson->path},
                    {"title", settings.title},
                    {"sqlalchemy", profiles},
                    {"after", settings.after},
                    {"steps", std::move(steps)}});
  }
  report["lessons"] = std::move(list);
  return dump(report);
}

}  // namespace lessonrun::report
