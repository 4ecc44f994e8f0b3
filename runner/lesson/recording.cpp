// Recordings to JSON and back.
#include "runner/lesson/recording.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "orm/version.h"
#include "runner/lesson/words.h"

namespace lessonrun {
namespace {

using Json = nlohmann::ordered_json;

std::string file_name(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? path : path.substr(slash + 1);
}

Json event_json(const Event& event) {
  Json object = {{"kind", event_kind_name(event.kind)}, {"text", event.text}, {"line", event.line}};
  if (!event.prefix.empty()) object["prefix"] = event.prefix;
  if (!event.parameters.empty()) object["parameters"] = event.parameters;
  if (!event.echoed) object["echoed"] = false;
  return object;
}

Event event_from(const Json& object) {
  Event event;
  event.kind = event_kind_from_name(object.at("kind").get<std::string>());
  event.text = object.at("text").get<std::string>();
  event.line = object.value("line", 0);
  event.prefix = object.value("prefix", "");
  event.parameters = object.value("parameters", "");
  event.echoed = object.value("echoed", true);
  return event;
}

Json outcome_json(const StepOutcome& outcome) {
  Json events = Json::array();
  for (const Event& event : outcome.events) events.push_back(event_json(event));
  Json object = {{"events", std::move(events)}};
  if (outcome.error) {
    object["error"] = {{"type", outcome.error->type},
                       {"module", outcome.error->module},
                       {"message", outcome.error->message},
                       {"traceback", outcome.error->traceback},
                       {"missing", outcome.error->missing}};
  }
  if (!outcome.limit.empty()) object["limit"] = outcome.limit;
  object["binds"] = outcome.binds;
  return object;
}

StepOutcome outcome_from(const Json& object) {
  StepOutcome outcome;
  for (const Json& event : object.at("events")) outcome.events.push_back(event_from(event));
  if (object.contains("error") && !object["error"].is_null()) {
    const Json& error = object["error"];
    outcome.error = RaisedError{error.at("type").get<std::string>(), error.value("module", ""),
                                error.value("message", ""), error.value("traceback", ""),
                                error.value("missing", "")};
  }
  outcome.limit = object.value("limit", "");
  if (object.contains("binds")) outcome.binds = object["binds"].get<std::vector<std::string>>();
  return outcome;
}

/// Runs a reader of JSON; what it throws becomes std::invalid_argument.
template <class Reader>
auto reading(const std::string& text, const Reader& reader) {
  try {
    return reader(Json::parse(text));
  } catch (const nlohmann::json::exception& error) {
    throw std::invalid_argument(error.what());
  }
}

}  // namespace

StepOutcome outcome_from_json(const std::string& text) {
  return reading(text, [](const Json& object) { return outcome_from(object); });
}

std::string profile_of_version(const std::string& version) {
  const std::string profile = version.substr(0, version.find('.', version.find('.') + 1));
  return is_known_profile(profile) ? profile : "";
}

Recording Recording::from_json(const std::string& text) {
  return reading(text, [](const Json& object) {
    if (object.at("format").get<int>() != 1) throw std::invalid_argument("the format is not 1");
    Recording recording;
    recording.python = object.at("python").get<std::string>();
    recording.sqlalchemy = object.at("sqlalchemy").get<std::string>();
    for (const Json& lesson : object.at("lessons")) {
      std::vector<RecordedStep>& steps = recording.lessons[lesson.at("path").get<std::string>()];
      for (const Json& entry : lesson.at("steps")) {
        RecordedStep step;
        step.id = entry.at("id").get<int>();
        step.line = entry.value("line", 0);
        step.source = entry.at("source").get<std::string>();
        step.outcome = outcome_from(entry);
        if (entry.contains("last_value")) step.last_value = entry["last_value"].get<std::string>();
        steps.push_back(std::move(step));
      }
    }
    if (object.contains("python_texts")) {
      recording.python_texts = object["python_texts"].get<std::map<std::string, bool>>();
    }
    return recording;
  });
}

std::string Recording::to_json() const {
  Json object = {{"format", 1},
                 {"lessonrun", ORM_VERSION_STRING},
                 {"python", python},
                 {"sqlalchemy", sqlalchemy}};
  Json list = Json::array();
  for (const auto& lesson : lessons) {
    Json steps = Json::array();
    for (const RecordedStep& step : lesson.second) {
      Json entry = {{"id", step.id}, {"line", step.line}, {"source", step.source}};
      entry.update(outcome_json(step.outcome));
      if (step.last_value) entry["last_value"] = *step.last_value;
      steps.push_back(std::move(entry));
    }
    list.push_back({{"path", lesson.first}, {"steps", std::move(steps)}});
  }
  object["lessons"] = std::move(list);
  if (!python_texts.empty()) object["python_texts"] = python_texts;
  return object.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

StepOutcome RecordingExecutor::run(const Lesson& lesson, const Step& step) {
  RecordedStep recorded{step.id, step.line, step.source, inner_->run(lesson, step), std::nullopt};
  lesson_ = file_name(lesson.path);
  std::vector<RecordedStep>& steps = recording_.lessons[lesson_];
  steps.push_back(recorded);
  return recorded.outcome;
}

bool RecordingExecutor::is_python(const std::string& source) {
  const bool answer = inner_->is_python(source);
  recording_.python_texts[source] = answer;
  return answer;
}

std::optional<std::string> RecordingExecutor::last_value() {
  std::optional<std::string> value = inner_->last_value();
  std::vector<RecordedStep>& steps = recording_.lessons[lesson_];
  if (!steps.empty()) steps.back().last_value = value;
  return value;
}

StepOutcome ReplayExecutor::run(const Lesson& lesson, const Step& step) {
  last_value_.reset();
  StepOutcome outcome;
  const auto steps = recording_.lessons.find(file_name(lesson.path));
  if (steps != recording_.lessons.end()) {
    const auto found =
        std::find_if(steps->second.begin(), steps->second.end(),
                     [&](const RecordedStep& recorded) { return recorded.id == step.id; });
    if (found != steps->second.end() && found->source == step.source) {
      last_value_ = found->last_value;
      outcome = found->outcome;
      // The lesson may have grown above the step since.
      for (Event& event : outcome.events) event.line += step.line - found->line;
      return outcome;
    }
  }
  outcome.unsupported =
      "the recording does not hold this step as it stands; record the lesson again";
  return outcome;
}

bool ReplayExecutor::is_python(const std::string& source) {
  const auto found = recording_.python_texts.find(source);
  return found == recording_.python_texts.end() || found->second;
}

}  // namespace lessonrun
