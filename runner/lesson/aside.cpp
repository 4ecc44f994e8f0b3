// An aside runs in a child process; outcomes come back as JSON, a length before each.
#include "runner/lesson/aside.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <system_error>

#include "runner/lesson/fork_gate.h"

namespace lessonrun {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

bool write_all(int file, const void* data, size_t size) {
  const char* at = static_cast<const char*>(data);
  while (size > 0) {
    ssize_t written = ::write(file, at, size);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    at += written;
    size -= static_cast<size_t>(written);
  }
  return true;
}

bool read_all(int file, void* data, size_t size) {
  char* at = static_cast<char*>(data);
  while (size > 0) {
    ssize_t got = ::read(file, at, size);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    at += got;
    size -= static_cast<size_t>(got);
  }
  return true;
}

std::string encode(const StepOutcome& outcome) {
  json events = json::array();
  for (const Event& event : outcome.events) {
    events.push_back({{"kind", event_kind_name(event.kind)},
                      {"text", event.text},
                      {"line", event.line},
                      {"prefix", event.prefix},
                      {"parameters", event.parameters},
                      {"echoed", event.echoed}});
  }
  json whole = {{"events", events},
                {"unsupported", outcome.unsupported},
                {"limit", outcome.limit},
                {"binds", outcome.binds},
                {"cpp", outcome.cpp}};
  if (outcome.error) {
    whole["error"] = {{"type", outcome.error->type},
                      {"module", outcome.error->module},
                      {"message", outcome.error->message},
                      {"traceback", outcome.error->traceback},
                      {"missing", outcome.error->missing}};
  }
  // A lesson may print bytes that are no UTF-8.
  return whole.dump(-1, ' ', false, json::error_handler_t::replace);
}

StepOutcome decode(const std::string& text) {
  json whole = json::parse(text);
  StepOutcome outcome;
  for (const json& one : whole["events"]) {
    Event event;
    event.kind = event_kind_from_name(one["kind"].get<std::string>());
    event.text = one["text"];
    event.line = one["line"];
    event.prefix = one["prefix"];
    event.parameters = one["parameters"];
    event.echoed = one["echoed"];
    outcome.events.push_back(std::move(event));
  }
  outcome.unsupported = whole["unsupported"];
  outcome.limit = whole["limit"];
  outcome.binds = whole["binds"].get<std::vector<std::string>>();
  outcome.cpp = whole["cpp"];
  if (whole.contains("error")) {
    const json& error = whole["error"];
    outcome.error = RaisedError{error["type"], error["module"], error["message"],
                                error["traceback"], error["missing"]};
  }
  return outcome;
}

// The ends of pipes that this process holds for its living asides. A copy of the process must close
// them: a sibling that waits for the end of its pipe would wait for ever.
struct PipeEnds {
  std::mutex mutex;
  std::vector<int> files;
};

PipeEnds& pipe_ends() {
  static PipeEnds ends;
  return ends;
}

// In the copy: closes all ends but its own two.
void close_others(int mine, int also_mine) {
  for (int file : pipe_ends().files) {
    if (file != mine && file != also_mine) ::close(file);
  }
  pipe_ends().files.clear();
}

// Forks need every worker at a checkpoint, so no copy is made between pipe() and the note of it.
void make_pipe(int (&ends)[2]) {
  if (::pipe(ends) != 0) {
    throw std::system_error(errno, std::generic_category(), "a pipe for an aside");
  }
  const std::lock_guard<std::mutex> lock(pipe_ends().mutex);
  pipe_ends().files.insert(pipe_ends().files.end(), {ends[0], ends[1]});
}

void close_end(int file) {
  const std::lock_guard<std::mutex> lock(pipe_ends().mutex);
  std::vector<int>& files = pipe_ends().files;
  files.erase(std::remove(files.begin(), files.end(), file), files.end());
  ::close(file);
}

}  // namespace

Aside::Aside(std::string scratch, const std::function<StepOutcome(const Step&)>& run_here)
    : scratch_(std::move(scratch)) {
  if (!scratch_.empty() && fs::exists(scratch_)) {
    backup_ = scratch_ + ".aside";
    fs::copy(scratch_, backup_, fs::copy_options::recursive | fs::copy_options::copy_symlinks);
  }
  int down[2];
  int up[2];
  make_pipe(down);
  make_pipe(up);
  process_ = fork_lessons();
  if (process_ < 0) throw std::system_error(errno, std::generic_category(), "fork for an aside");
  to_child_ = process_ == 0 ? up[1] : down[1];
  from_child_ = process_ == 0 ? down[0] : up[0];
  if (process_ == 0) {
    close_others(to_child_, from_child_);
    serve(run_here);
  }
  close_end(down[0]);
  close_end(up[1]);
}

void Aside::serve(const std::function<StepOutcome(const Step&)>& run_here) const {
  // The step is named by its address: this process has a copy of the parent's memory.
  std::uintptr_t address = 0;
  while (read_all(from_child_, &address, sizeof address)) {
    std::string text;
    try {
      // NOLINTNEXTLINE(performance-no-int-to-ptr): the parent's own pointer, through a pipe
      text = encode(run_here(*reinterpret_cast<const Step*>(address)));
    } catch (const std::exception& error) {
      StepOutcome broken;
      broken.limit = "Internal";
      broken.unsupported = error.what();
      text = encode(broken);
    }
    size_t size = text.size();
    if (!write_all(to_child_, &size, sizeof size) || !write_all(to_child_, text.data(), size))
      break;
  }
  ::_exit(0);
}

StepOutcome Aside::run(const Step& step) {
  const auto address = reinterpret_cast<std::uintptr_t>(&step);
  size_t size = 0;
  if (!write_all(to_child_, &address, sizeof address) ||
      !read_all(from_child_, &size, sizeof size)) {
    throw std::runtime_error("the process of an aside ended unexpectedly");
  }
  std::string text(size, '\0');
  if (!read_all(from_child_, text.data(), size)) {
    throw std::runtime_error("the process of an aside ended unexpectedly");
  }
  return decode(text);
}

Aside::~Aside() {
  close_end(to_child_);
  close_end(from_child_);
  int status = 0;
  while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
  }
  if (!backup_.empty()) {
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(scratch_, ignored)) {
      fs::remove_all(entry.path(), ignored);
    }
    fs::copy(backup_, scratch_,
             fs::copy_options::recursive | fs::copy_options::overwrite_existing |
                 fs::copy_options::copy_symlinks,
             ignored);
    fs::remove_all(backup_, ignored);
  }
}

}  // namespace lessonrun
