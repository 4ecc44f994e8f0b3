// A session's memory: the files it was given, and whom to blame for names that are not there.
#include <filesystem>
#include <fstream>
#include <utility>

#include "runner/lesson/run.h"
#include "runner/lesson/words.h"

namespace lessonrun {

Session::Session(std::unique_ptr<Executor> executor, std::string scratch)
    : executor_(std::move(executor)), scratch_(std::move(scratch)) {}

void Session::start(const SessionSettings& settings) {
  if (started_) return;
  started_ = true;
  executor_->start(settings);
}

void Session::set_file(const std::string& file, const std::string& text, bool append) {
  std::string& content = files_[file];
  content = append ? content + text : text;
  if (!scratch_.empty()) {
    const std::filesystem::path path = std::filesystem::path(scratch_) / file;
    std::error_code ignored;  // a folder that cannot be made shows when the file is opened
    std::filesystem::create_directories(path.parent_path(), ignored);
    std::ofstream stream(path, std::ios::binary);
    stream << content;
  }
  executor_->set_module(file, content);
}

void Session::reset() {
  faults_.clear();
  executor_->reset();
}

const Session::Fault* Session::fault_of(const std::string& name) const {
  const auto found = faults_.find(name);
  return found == faults_.end() ? nullptr : &found->second;
}

void Session::blame(const std::vector<std::string>& names, const Fault& fault) {
  for (const std::string& name : names) faults_.emplace(name, fault);
}

void Session::clear_blame(const std::vector<std::string>& names) {
  for (const std::string& name : names) faults_.erase(name);
}

}  // namespace lessonrun
