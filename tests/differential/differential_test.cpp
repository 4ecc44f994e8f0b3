// Random statements: their text, what the engine sends and the rows, as the real
// SQLAlchemy 1.3, 1.4 and 2.0 gave them. The statements are lines of cases.jsonl; generate.py and
// record.py made it. LESSONRUN_CASES names another file, LESSONRUN_SHOW how many differences are
// shown.
#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "runner/lesson/interpreter_executor.h"

using namespace lessonrun;

namespace {

const std::string kFolder = std::string(LESSONRUN_SOURCE_DIR) + "/tests/differential/";

struct Case {
  std::string expression;
  std::map<std::string, std::vector<std::string>> outcomes;  // by release
};

std::vector<Case> read_cases() {
  const char* other = std::getenv("LESSONRUN_CASES");
  std::ifstream in(other != nullptr ? std::string(other) : kFolder + "cases.jsonl");
  std::vector<Case> cases;
  for (std::string line; std::getline(in, line);) {
    auto read = nlohmann::json::parse(line);
    Case one;
    one.expression = read[0].get<std::string>();
    for (auto& [releases, outcome] : read[1].items()) {
      std::istringstream words(releases);
      for (std::string release; words >> release;)
        one.outcomes[release] = outcome.get<std::vector<std::string>>();
    }
    cases.push_back(std::move(one));
  }
  return cases;
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// The text with question marks for its parameters, as record.py makes it.
std::string with_question_marks(const std::string& text) {
  std::string result;
  for (size_t at = 0; at < text.size();) {
    bool begins = text[at] == ':' && (at == 0 || text[at - 1] != ':') && at + 1 < text.size() &&
                  is_word(text[at + 1]);
    result += begins ? '?' : text[at++];
    if (!begins) continue;
    ++at;
    while (at < text.size() && is_word(text[at])) ++at;
  }
  return result;
}

std::string without_addresses(const std::string& text) {
  std::string result;
  for (size_t at = 0; at < text.size();) {
    if (text.compare(at, 2, "0x") == 0) {
      size_t end = at + 2;
      while (end < text.size() && std::isxdigit(static_cast<unsigned char>(text[end])) != 0) ++end;
      if (end - at >= 8) {
        result += "0x";
        at = end;
        continue;
      }
    }
    result += text[at++];
  }
  return result;
}

// record.py's shorten().
std::string shorten(const std::string& text) {
  size_t characters = 0, cut = text.size();
  uint32_t checksum = 5381;
  for (size_t i = 0; i < text.size(); ++i) {
    auto byte = static_cast<unsigned char>(text[i]);
    checksum = checksum * 33 + byte;
    if ((byte & 0xc0) != 0x80 && characters++ == 160) cut = i;
  }
  if (characters <= 200) return text;
  return text.substr(0, cut) + "..." + std::to_string(characters) + ":" + std::to_string(checksum);
}

class Runner {
 public:
  explicit Runner(const std::string& release) {
    scratch_ = std::filesystem::temp_directory_path() /
               ("lessonrun_differential_" + std::to_string(::getpid()));
    SessionSettings settings;
    settings.profile = release;
    settings.scratch = scratch_.string();
    settings.timeout = 600;
    executor_.start(settings);
    std::ifstream in(kFolder + "prelude.py");
    std::stringstream prelude;
    prelude << in.rdbuf();
    step("import warnings\nwarnings.simplefilter('ignore')\nVERSION = '" + release +
         "'\ndef MARK():\n    print('\\x02', end='')\n" + prelude.str() + "\nfill()\n");
  }
  ~Runner() { std::filesystem::remove_all(scratch_); }

  std::vector<std::string> outcome(const std::string& expression) {
    StepOutcome ran = step("_text, _rows = show(lambda: " + expression +
                           ")\nprint(_text, _rows, sep='\\x01', end='')\n");
    std::string text, sql, parameters;
    bool open = true;
    for (const Event& event : ran.events) {
      if (event.kind == EventKind::output) {
        text += event.text;
        open = open && event.text.find('\2') == std::string::npos;
      } else if (open && event.kind == EventKind::sql) {
        if (!sql.empty()) sql += "\n;\n", parameters += "\n;\n";
        sql += event.text;
        parameters += event.parameters;
      }
    }
    if (size_t mark = text.find('\2'); mark != std::string::npos) text.erase(mark, 1);
    size_t comma = text.find('\1');
    std::string rows = comma == std::string::npos ? "" : text.substr(comma + 1);
    text = text.substr(0, comma);
    if (!ran.unsupported.empty()) text = "!unsupported: " + ran.unsupported;
    if (ran.error) text = "!!" + ran.error->traceback;
    if (sql == with_question_marks(text)) sql = "=";
    return {without_addresses(text), sql, parameters, shorten(without_addresses(rows))};
  }

 private:
  StepOutcome step(const std::string& source) {
    Step step;
    step.source = source;
    step.mode = StepMode::exec;
    step.line = 1;
    return executor_.run(Lesson(), step);
  }

  std::filesystem::path scratch_;
  InterpreterExecutor executor_;
};

void compare(const std::string& release) {
  const char* wanted = std::getenv("LESSONRUN_SHOW");
  int show = wanted != nullptr ? std::atoi(wanted) : 5;
  int compared = 0, different = 0;
  Runner runner(release);
  for (const Case& one : read_cases()) {
    auto expected = one.outcomes.find(release);
    if (expected == one.outcomes.end()) continue;
    ++compared;
    std::vector<std::string> got = runner.outcome(one.expression);
    if (got == expected->second) continue;
    if (++different > show) continue;
    std::string report = release + " differs: " + one.expression;
    static const char* const kParts[] = {"text", "sql", "parameters", "rows"};
    for (size_t i = 0; i < 4; ++i)
      if (got[i] != expected->second[i])
        report += std::string("\n  ") + kParts[i] + "\n    theirs: " + expected->second[i] +
                  "\n    ours:   " + got[i];
    MESSAGE(report);
  }
  MESSAGE(release << ": " << compared << " compared, " << different << " different");
  CHECK(compared > 0);
  CHECK(different == 0);
}

}  // namespace

TEST_CASE("random statements as under SQLAlchemy 1.3") { compare("1.3"); }
TEST_CASE("random statements as under SQLAlchemy 1.4") { compare("1.4"); }
TEST_CASE("random statements as under SQLAlchemy 2.0") { compare("2.0"); }
