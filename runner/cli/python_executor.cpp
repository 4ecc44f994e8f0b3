// The process at the other end of two pipes, and the requests that the harness knows.
#include "runner/cli/python_executor.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "runner/cli/record_harness.h"
#include "runner/lesson/recording.h"

extern char** environ;

namespace lessonrun {

namespace fs = std::filesystem;
using Json = nlohmann::json;

class LineProcess {
 public:
  explicit LineProcess(const std::vector<std::string>& command) {
    std::array<int, 2> to_child{};
    std::array<int, 2> from_child{};
    // Close-on-exec: a process that another thread starts must not hold these pipes open.
    if (pipe2(to_child.data(), O_CLOEXEC) != 0) fail("a pipe cannot be made");
    if (pipe2(from_child.data(), O_CLOEXEC) != 0) fail("a pipe cannot be made");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, to_child[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, from_child[1], STDOUT_FILENO);
    std::vector<char*> arguments;
    arguments.reserve(command.size() + 1);
    for (const std::string& argument : command) {
      arguments.push_back(const_cast<char*>(argument.c_str()));
    }
    arguments.push_back(nullptr);
    const int status =
        posix_spawnp(&process_, arguments[0], &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    close(to_child[0]);
    close(from_child[1]);
    requests_ = to_child[1];
    answers_ = from_child[0];
    if (status != 0) {
      close(requests_);
      close(answers_);
      throw std::runtime_error("\"" + command[0] + "\" cannot be run: " + std::strerror(status));
    }
    // A process that has ended must not end this one when it is written to.
    std::signal(SIGPIPE, SIG_IGN);
  }
  LineProcess(const LineProcess&) = delete;
  LineProcess& operator=(const LineProcess&) = delete;
  ~LineProcess() {
    close(requests_);
    close(answers_);
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
  }

  enum class Reply { complete, late, interrupted };

  /// Sends a line and waits for the answer, for so many seconds at most. Throws std::runtime_error
  /// if the process has ended.
  Reply ask(const std::string& request, std::string& answer, double seconds,
            const std::atomic<bool>* interrupted = nullptr) {
    send(request + "\n");
    const auto deadline = std::chrono::steady_clock::now() +
                          std::chrono::duration_cast<std::chrono::steady_clock::duration>(
                              std::chrono::duration<double>(seconds));
    std::size_t newline = 0;
    while ((newline = buffer_.find('\n')) == std::string::npos) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
          deadline - std::chrono::steady_clock::now());
      if (left.count() <= 0) return Reply::late;
      if (interrupted != nullptr && interrupted->load()) return Reply::interrupted;
      pollfd waiting{answers_, POLLIN, 0};
      const int ready = poll(&waiting, 1, static_cast<int>(std::min<long>(left.count(), 1000)));
      if (ready < 0 && errno != EINTR) fail("the process cannot be waited for");
      if (ready > 0) receive();
    }
    answer = buffer_.substr(0, newline);
    buffer_.erase(0, newline + 1);
    return Reply::complete;
  }

 private:
  [[noreturn]] static void fail(const char* what) {
    throw std::runtime_error(std::string(what) + ": " + std::strerror(errno));
  }

  void send(const std::string& text) {
    std::size_t sent = 0;
    while (sent < text.size()) {
      const ssize_t count = write(requests_, text.data() + sent, text.size() - sent);
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) throw std::runtime_error("the Python process has ended");
      sent += static_cast<std::size_t>(count);
    }
  }

  void receive() {
    std::array<char, 65536> chunk{};
    const ssize_t count = read(answers_, chunk.data(), chunk.size());
    if (count < 0 && errno == EINTR) return;
    if (count <= 0) throw std::runtime_error("the Python process has ended");
    buffer_.append(chunk.data(), static_cast<std::size_t>(count));
  }

  pid_t process_ = -1;
  int requests_ = -1;
  int answers_ = -1;
  std::string buffer_;
};

namespace {

constexpr double answer_patience = 60;  // for everything that runs no step

Json ask(LineProcess& process, const Json& request) {
  std::string answer;
  const std::string line = request.dump(-1, ' ', true, Json::error_handler_t::replace);
  if (process.ask(line, answer, answer_patience) != LineProcess::Reply::complete) {
    throw std::runtime_error("the Python process does not answer");
  }
  return Json::parse(answer);
}

std::string_view mode_name(StepMode mode) {
  return mode == StepMode::single ? "single" : mode == StepMode::module ? "module" : "exec";
}

std::set<std::string> files_in(const std::string& folder) {
  std::set<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_directory()) files.insert(entry.path().lexically_relative(folder).string());
  }
  return files;
}

}  // namespace

PythonExecutor::PythonExecutor(std::string program) : program_(std::move(program)) {}
PythonExecutor::~PythonExecutor() = default;

void PythonExecutor::launch() {
  process_ = std::make_unique<LineProcess>(
      std::vector<std::string>{program_, "-X", "utf8", "-c", record_harness});
  Json request = {{"op", "start"}, {"scratch", settings_.scratch}};
  if (settings_.now) request["now"] = *settings_.now;
  if (settings_.seed) request["seed"] = *settings_.seed;
  const Json answer = ask(*process_, request);
  python_version_ = answer.value("python", "");
  sqlalchemy_version_ = answer.value("sqlalchemy", "");
}

void PythonExecutor::start(const SessionSettings& settings) {
  settings_ = settings;
  launch();
}

StepOutcome PythonExecutor::run(const Lesson& /*lesson*/, const Step& step) {
  const Json request = {{"op", "run"},
                        {"mode", mode_name(step.mode)},
                        {"source", step.source},
                        {"module", step.module},
                        {"line", step.line}};
  std::string answer;
  const std::string line = request.dump(-1, ' ', true, Json::error_handler_t::replace);
  const LineProcess::Reply reply =
      process_->ask(line, answer, settings_.timeout, settings_.interrupted);
  if (reply != LineProcess::Reply::complete) {
    StepOutcome outcome;
    outcome.limit = reply == LineProcess::Reply::late ? "Timeout" : "Interrupted";
    launch();  // the old process is killed with the step it is busy with
    return outcome;
  }
  return outcome_from_json(answer);
}

void PythonExecutor::set_module(const std::string& file, const std::string& /*text*/) {
  files_.insert(file);
  ask(*process_, {{"op", "forget"}, {"module", module_name(file)}});
}

// A new process is a fresh namespace; databases that the old one made go with it.
void PythonExecutor::reset() {
  process_.reset();
  for (const std::string& file : files_in(settings_.scratch)) {
    const bool database = file.size() > 3 && (file.find(".db") != std::string::npos ||
                                              file.find(".sqlite") != std::string::npos);
    if (database && files_.count(file) == 0) fs::remove(fs::path(settings_.scratch) / file);
  }
  launch();
}

void PythonExecutor::begin_aside() { ask(*process_, {{"op", "begin_aside"}}); }
void PythonExecutor::end_aside() { ask(*process_, {{"op", "end_aside"}}); }

bool PythonExecutor::is_python(const std::string& source) {
  return ask(*process_, {{"op", "is_python"}, {"source", source}}).value("value", false);
}

std::optional<std::string> PythonExecutor::last_value() {
  const Json answer = ask(*process_, {{"op", "last_value"}});
  if (!answer.contains("value") || !answer["value"].is_string()) return std::nullopt;
  return answer["value"].get<std::string>();
}

}  // namespace lessonrun
