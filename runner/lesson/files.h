// The files of a run: reading lessons and lessons.yml, the scratch folder, replacing a lesson.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "runner/lesson/run.h"

namespace lessonrun {

/// The bytes of a file. Throws InputError.
std::string read_file(const std::string& path);

/// Replaces a file's content in one step, so that no reader ever sees half of it; keeps its mode
/// and follows a symbolic link. Throws InputError if the folder cannot be written.
void replace_file(const std::string& path, const std::string& content);

/// Copies what a lesson's `files` names from beside the lesson into the scratch folder. Throws
/// InputError for a name that leads out of the lesson's folder or matches no file.
void copy_lesson_files(const Lesson& lesson, const std::string& scratch);

/// A folder for the files of one run. Without a path it is a temporary one, removed at the end: in
/// $TMPDIR, else in /dev/shm where that has room, else in /tmp.
class ScratchFolder {
 public:
  explicit ScratchFolder(const std::string& path = "");
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder();

  const std::string& path() const { return path_; }

 private:
  std::string path_;
  bool temporary_ = false;
};

/// Reads lessons, each once, with the lessons that run before them.
class LessonLoader {
 public:
  /// A lesson and everything it comes after. Throws InputError; a cycle is one.
  LessonPlan load(const std::string& path);
  /// A lesson from text that is in no file (standard input).
  LessonPlan load_text(const std::string& name, std::string text);

  /// The lessons of a folder and the folders in it: lessons.yml's order first, then by name. Throws
  /// InputError if the folder cannot be read or lessons.yml is malformed.
  std::vector<std::string> lessons_in(const std::string& folder);

 private:
  std::shared_ptr<const Lesson> lesson(const std::string& path);
  const markdown::Yaml& defaults(const std::string& folder);
  void add_before(const Lesson& lesson, std::vector<std::string>& open, LessonPlan& plan);

  std::map<std::string, std::shared_ptr<const Lesson>> lessons_;
  std::map<std::string, markdown::Yaml> defaults_;
};

}  // namespace lessonrun
