// Everything of this room that touches the file system.
#include "runner/lesson/files.h"

#include <fcntl.h>
#include <glob.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <utility>

#include "runner/lesson/words.h"

namespace lessonrun {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& file, const std::string& sentence, int line = 0) {
  throw InputError({file, line, sentence});
}

std::string folder_of(const std::string& path) {
  const std::string folder = fs::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

bool is_lesson_file(const fs::path& path) {
  const std::string extension = path.extension().string();
  return extension == ".md" || extension == ".markdown";
}

/// README.md and the like describe a folder; they are lessons only if lessons.yml or a user names
/// them.
bool is_about_the_folder(const fs::path& path) {
  const std::string stem = path.stem().string();
  return stem == "README" || stem == "CONTRIBUTING" || stem == "CHANGELOG" || stem == "LICENSE";
}

bool leads_outside(const std::string& pattern) {
  if (pattern.empty() || pattern[0] == '/') return true;
  const fs::path path(pattern);
  return std::any_of(path.begin(), path.end(), [](const fs::path& part) { return part == ".."; });
}

/// Where scratch folders are made: where the user says, else in memory if there is plenty. A disk's
/// file system takes as long to make and remove a lesson's files as the lesson to run.
std::string temporary_base() {
  const char* chosen = std::getenv("TMPDIR");
  if (chosen != nullptr && *chosen != '\0') return chosen;
  constexpr const char* memory = "/dev/shm";
  constexpr std::uint64_t plenty = std::uint64_t{1} << 30U;
  struct statvfs space {};
  if (statvfs(memory, &space) == 0 && std::uint64_t{space.f_bavail} * space.f_frsize >= plenty &&
      access(memory, W_OK | X_OK) == 0) {
    return memory;
  }
  return "/tmp";
}

}  // namespace

std::string read_file(const std::string& path) {
  std::error_code error;
  if (fs::is_directory(path, error)) fail(path, "this is a folder, not a file");
  std::ifstream stream(path, std::ios::binary);
  if (!stream) fail(path, std::string("the file cannot be read: ") + std::strerror(errno));
  std::string bytes;
  std::array<char, 1 << 14> block{};
  while (stream.read(block.data(), block.size()) || stream.gcount() > 0) {
    bytes.append(block.data(), static_cast<std::size_t>(stream.gcount()));
  }
  if (stream.bad()) fail(path, "the file cannot be read to its end");
  return bytes;
}

void replace_file(const std::string& path, const std::string& content) {
  std::error_code error;
  const fs::path real = fs::exists(path, error) ? fs::canonical(path, error) : fs::path(path);
  const std::string target = error ? path : real.string();
  // In the same folder, because a rename cannot cross file systems.
  const std::string temporary = target + ".lessonrun-" + std::to_string(getpid());
  const int descriptor = open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (descriptor < 0) {
    fail(path, std::string("the file cannot be replaced: ") + std::strerror(errno));
  }
  std::size_t written = 0;
  bool good = true;
  while (good && written < content.size()) {
    const ssize_t count = write(descriptor, content.data() + written, content.size() - written);
    if (count < 0 && errno == EINTR) continue;
    good = count > 0;
    if (good) written += static_cast<std::size_t>(count);
  }
  struct stat status {};
  if (good && stat(target.c_str(), &status) == 0) {
    good = fchmod(descriptor, status.st_mode & 07777U) == 0;
  }
  good = fsync(descriptor) == 0 && good;
  good = close(descriptor) == 0 && good;
  if (good) good = std::rename(temporary.c_str(), target.c_str()) == 0;
  if (good) return;
  const std::string why = std::strerror(errno);
  unlink(temporary.c_str());
  fail(path, "the file cannot be replaced: " + why);
}

void copy_lesson_files(const Lesson& lesson, const std::string& scratch) {
  if (scratch.empty()) return;
  const fs::path folder = folder_of(lesson.path);
  for (const std::string& pattern : lesson.settings.files) {
    if (leads_outside(pattern)) {
      fail(lesson.path, "files: \"" + pattern + "\" does not lie beside the lesson");
    }
    glob_t matches{};
    const int status = glob((folder / pattern).c_str(), 0, nullptr, &matches);
    std::vector<std::string> paths(matches.gl_pathv, matches.gl_pathv + matches.gl_pathc);
    globfree(&matches);
    if (status != 0 || paths.empty()) {
      fail(lesson.path, "files: there is no file \"" + pattern + "\" beside the lesson");
    }
    for (const std::string& path : paths) {
      const fs::path target = fs::path(scratch) / fs::path(path).lexically_relative(folder);
      std::error_code error;
      fs::create_directories(target.parent_path(), error);
      fs::copy(path, target, fs::copy_options::overwrite_existing | fs::copy_options::recursive,
               error);
      if (error) fail(lesson.path, "files: \"" + path + "\" cannot be copied: " + error.message());
    }
  }
}

ScratchFolder::ScratchFolder(const std::string& path) : path_(path) {
  std::error_code error;
  if (!path_.empty()) {
    fs::create_directories(path_, error);
    const fs::path absolute = fs::absolute(path_, error);
    if (!fs::is_directory(absolute, error)) fail(path_, "this folder cannot be made");
    path_ = absolute.string();
    return;
  }
  temporary_ = true;
  path_ = temporary_base() + "/lessonrun-XXXXXX";
  if (mkdtemp(path_.data()) == nullptr) {
    fail(path_, std::string("no scratch folder can be made: ") + std::strerror(errno));
  }
}

ScratchFolder::~ScratchFolder() {
  if (!temporary_) return;
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

const markdown::Yaml& LessonLoader::defaults(const std::string& folder) {
  const auto found = defaults_.find(folder);
  if (found != defaults_.end()) return found->second;
  const std::string path = (fs::path(folder) / "lessons.yml").string();
  markdown::Yaml yaml;
  std::error_code error;
  if (fs::exists(path, error)) {
    yaml = markdown::parse_yaml(read_file(path), path, 1);
    if (yaml.kind != markdown::Yaml::Kind::map && yaml.kind != markdown::Yaml::Kind::null) {
      fail(path, "this file has to be a mapping, `key: value`", 1);
    }
  }
  return defaults_.emplace(folder, std::move(yaml)).first->second;
}

std::shared_ptr<const Lesson> LessonLoader::lesson(const std::string& path) {
  const std::string key = fs::path(path).lexically_normal().string();
  const auto found = lessons_.find(key);
  if (found != lessons_.end()) return found->second;
  auto lesson =
      std::make_shared<const Lesson>(read_lesson(path, read_file(path), defaults(folder_of(path))));
  lessons_.emplace(key, lesson);
  return lesson;
}

LessonPlan LessonLoader::load(const std::string& path) {
  LessonPlan plan;
  plan.lesson = lesson(path);
  std::vector<std::string> open;
  add_before(*plan.lesson, open, plan);
  return plan;
}

LessonPlan LessonLoader::load_text(const std::string& name, std::string text) {
  LessonPlan plan;
  plan.lesson = std::make_shared<const Lesson>(read_lesson(name, std::move(text)));
  std::vector<std::string> open;
  add_before(*plan.lesson, open, plan);
  return plan;
}

// Depth first, so that what a lesson builds on stands before it. `open` holds the lessons on the
// way down; meeting one of them again is a cycle.
void LessonLoader::add_before(const Lesson& lesson_at, std::vector<std::string>& open,
                              LessonPlan& plan) {
  const std::string here = fs::path(lesson_at.path).lexically_normal().string();
  if (std::find(open.begin(), open.end(), here) != open.end()) {
    fail(plan.lesson->path,
         "after: the lessons come after each other in a circle, through " + here);
  }
  open.push_back(here);
  for (const std::string& name : lesson_at.settings.after) {
    std::string path = (fs::path(folder_of(lesson_at.path)) / name).lexically_normal().string();
    std::error_code error;
    if (!fs::exists(path, error) && fs::exists(path + ".md", error)) path += ".md";
    if (!fs::exists(path, error)) {
      fail(lesson_at.path, "after: there is no lesson \"" + name + "\"");
    }
    const std::shared_ptr<const Lesson> before = lesson(path);
    add_before(*before, open, plan);
    if (std::find(plan.before.begin(), plan.before.end(), before) == plan.before.end()) {
      plan.before.push_back(before);
    }
  }
  open.pop_back();
}

std::vector<std::string> LessonLoader::lessons_in(const std::string& folder) {
  std::error_code error;
  std::vector<fs::path> files;
  std::vector<fs::path> folders;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    std::error_code ignored;
    if (it->path().filename().string()[0] == '.') continue;
    if (it->is_directory(ignored)) {
      folders.push_back(it->path());
    } else if (is_lesson_file(it->path())) {
      files.push_back(it->path());
    }
  }
  if (error) fail(folder, "the folder cannot be read: " + error.message());
  std::vector<std::string> result;
  std::set<std::string> seen;
  const auto add = [&](const fs::path& path) {
    const std::string normal = path.lexically_normal().string();
    if (seen.insert(normal).second) result.push_back(normal);
  };
  const markdown::Yaml& yaml = defaults(folder);
  for (const char* key : {"order", "lessons"}) {
    const markdown::Yaml* order = yaml.find(key);
    if (order == nullptr) continue;
    for (const markdown::Yaml& item : order->items) {
      fs::path path = fs::path(folder) / item.scalar;
      if (!fs::exists(path, error) && fs::exists(path.string() + ".md", error)) path += ".md";
      if (!fs::exists(path, error)) {
        fail((fs::path(folder) / "lessons.yml").string(),
             "there is no lesson \"" + item.scalar + "\"", item.line);
      }
      add(path);
    }
  }
  std::sort(files.begin(), files.end());
  std::sort(folders.begin(), folders.end());
  for (const fs::path& file : files) {
    if (!is_about_the_folder(file)) add(file);
  }
  for (const fs::path& inner : folders) {
    for (const std::string& path : lessons_in(inner.string())) add(path);
  }
  return result;
}

}  // namespace lessonrun
