// run_lesson(): the list of passes that a lesson goes through.
#include "runner/lesson/run.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <utility>

#include "runner/lesson/bound_names.h"
#include "runner/lesson/files.h"
#include "runner/lesson/fork_gate.h"
#include "runner/lesson/judge.h"

namespace lessonrun {
namespace {

class LessonRun {
 public:
  LessonRun(const Lesson& lesson, const std::string& profile, const RunOptions& options,
            Session& session, LessonResult& result)
      : lesson_(lesson), profile_(profile), options_(options), session_(session), result_(result) {}

  void run_steps() {
    const int last = last_line();
    for (const Step& step : lesson_.steps) {
      result_.steps.emplace_back();
      StepResult& step_result = result_.steps.back();
      step_result.step = &step;
      if (stop_reason_.empty() && is_interrupted()) {
        abort("the run was interrupted");
      }
      if (last > 0 && step.line > last) {
        step_result.reason = "it stands below line " + std::to_string(options_.until_line);
      } else if (!stop_reason_.empty()) {
        step_result.reason = stop_reason_;
      } else {
        run_step(step, step_result);
      }
      finish(step_result);
    }
    end_aside();
  }

  void block_all(const std::string& reason) {
    for (const Step& step : lesson_.steps) {
      StepResult step_result;
      step_result.step = &step;
      step_result.verdict = Verdict::blocked;
      step_result.reason = reason;
      finish(step_result);
      result_.steps.push_back(std::move(step_result));
    }
  }

 private:
  /// The first line of the step at `until_line`: the one it lies in, or the last one above it.
  int last_line() const {
    int line = 0;
    for (const Step& step : lesson_.steps) {
      if (options_.until_line > 0 && step.line <= options_.until_line) line = step.line;
    }
    return options_.until_line > 0 ? std::max(line, 1) : 0;
  }

  bool is_interrupted() const {
    return options_.interrupted != nullptr && options_.interrupted->load();
  }

  void abort(const std::string& reason) {
    result_.status = LessonStatus::aborted;
    stop_reason_ = reason;
  }

  StepRules rules_for(const Step& step) const {
    StepRules rules;
    rules.flags = step.directives.apply(options_.doctest | lesson_.settings.doctest);
    const std::optional<SqlPolicy> sql =
        step.attributes.sql ? step.attributes.sql : lesson_.settings.sql;
    rules.sql = sql.value_or(SqlPolicy::shown);
    // What the lesson says about SQL comes before the command line's --strict.
    rules.strict_sql = sql ? *sql == SqlPolicy::strict : options_.strict;
    rules.strict_output = options_.strict || rules.sql == SqlPolicy::strict;
    return rules;
  }

  /// Why a step is not run; empty if it is.
  std::string skip_reason(const Step& step, const StepRules& rules) const {
    const Attributes& attributes = step.attributes;
    if (attributes.skip) return attributes.skip->empty() ? "skip" : *attributes.skip;
    if (attributes.norun) return "norun";
    if (step.kind == StepKind::exercise) return "the reader writes this";
    if ((rules.flags & kSkip) != 0) return "doctest: SKIP";
    const std::vector<std::string>& profiles = attributes.profiles;
    if (!profiles.empty() &&
        std::find(profiles.begin(), profiles.end(), profile_) == profiles.end()) {
      return "only under SQLAlchemy " + profiles.front();
    }
    return {};
  }

  void run_step(const Step& step, StepResult& step_result) {
    fork_checkpoint();
    const StepRules rules = rules_for(step);
    step_result.rules = rules;
    if (step.block != aside_block_) end_aside();
    if (step.attributes.reset) session_.reset();
    step_result.reason = skip_reason(step, rules);
    if (!step_result.reason.empty()) return;
    if (step.attributes.aside && aside_block_ < 0) {
      session_.executor().begin_aside();
      aside_block_ = step.block;
    }
    if (step.kind == StepKind::file || step.mode == StepMode::text) {
      session_.set_file(step.module, step.source, step.attributes.append);
      step_result.verdict = Verdict::passed;
    } else if (is_shown_value(step)) {
      show_value(step, rules, step_result);
    } else {
      execute(step, rules, step_result);
    }
    if (is_bad(step_result.verdict) && (options_.fail_fast || (rules.flags & kFailFast) != 0) &&
        stop_reason_.empty()) {
      stop_reason_ = "a step before it failed";
    }
  }

  void execute(const Step& step, const StepRules& rules, StepResult& step_result) {
    StepOutcome outcome;
    try {
      outcome = session_.executor().run(lesson_, step);
    } catch (const std::exception& failure) {
      step_result.verdict = Verdict::error;
      step_result.reason = std::string("lessonrun failed: ") + failure.what();
      abort("lessonrun failed at line " + std::to_string(step.line));
      return;
    }
    const std::vector<std::string> told = outcome.binds;
    const std::string limit = outcome.limit;
    judge(step, rules, std::move(outcome), session_, lesson_.path, step_result);
    if (!limit.empty()) {
      abort("the limit that was hit at line " + std::to_string(step.line) + " ends the lesson");
    }
    if (step.attributes.aside) return;
    const bool good =
        step_result.verdict == Verdict::passed || step_result.verdict == Verdict::unchecked;
    const bool bad = is_bad(step_result.verdict);
    // Reading the step once more is worth it only if somebody is to blame.
    if (!bad && !session_.blames_anybody()) return;
    const std::vector<std::string> binds = told.empty() ? bound_names(step.source) : told;
    if (good) session_.clear_blame(binds);
    if (bad) session_.blame(binds, {lesson_.path, step.id, step.line});
  }

  // Below code in the same block, a prompt may show what the statement before it made.
  bool is_shown_value(const Step& step) {
    if (!step.in_mixed) return false;
    if (!session_.executor().is_python(step.source)) return true;
    return session_.executor().last_value() == step.source;
  }

  void show_value(const Step& step, const StepRules& rules, StepResult& step_result) {
    const StepResult* previous =
        result_.steps.size() < 2 ? nullptr : &result_.steps[result_.steps.size() - 2];
    if (previous != nullptr &&
        (previous->verdict == Verdict::error || previous->verdict == Verdict::blocked ||
         previous->verdict == Verdict::unsupported)) {
      step_result.verdict = Verdict::blocked;
      step_result.blocked_by = previous->step->id;
      step_result.reason = "the step at line " + std::to_string(previous->step->line) +
                           " should have made this value";
      return;
    }
    judge_shown_value(step, rules, session_.executor().last_value(), step_result);
  }

  void end_aside() {
    if (aside_block_ < 0) return;
    session_.executor().end_aside();
    aside_block_ = -1;
  }

  void finish(const StepResult& step_result) {
    result_.counts.add(step_result.verdict);
    if (is_bad(step_result.verdict) && result_.status == LessonStatus::passed) {
      result_.status = LessonStatus::failed;
    }
    if (options_.progress) options_.progress();
  }

  const Lesson& lesson_;
  const std::string& profile_;
  const RunOptions& options_;
  Session& session_;
  LessonResult& result_;
  int aside_block_ = -1;
  std::string stop_reason_;
};

LessonResult empty_result(const std::shared_ptr<const Lesson>& lesson, const std::string& profile) {
  LessonResult result;
  result.lesson = lesson;
  result.path = lesson->path;
  result.title = lesson->settings.title;
  result.profile = profile;
  result.warnings = lesson->warnings;
  return result;
}

/// Runs the lessons that come before; the sentence that blocks this one if one of them fails.
std::string run_before(const LessonPlan& plan, const std::string& profile,
                       const RunOptions& options, Session& session) {
  RunOptions silent = options;
  silent.until_line = 0;
  silent.strict = false;
  silent.progress = nullptr;
  for (const auto& lesson : plan.before) {
    if (session.ran_before(lesson->path)) continue;
    copy_lesson_files(*lesson, session.scratch());
    LessonResult result = empty_result(lesson, profile);
    LessonRun(*lesson, profile, silent, session, result).run_steps();
    for (const StepResult& step : result.steps) {
      if (!is_bad(step.verdict)) continue;
      return "the lesson " + lesson->path + ", which runs first, failed at line " +
             std::to_string(step.step->line);
    }
  }
  return {};
}

}  // namespace

LessonResult run_lesson(const LessonPlan& plan, const std::string& profile,
                        const RunOptions& options, Session& session) {
  const auto begin = std::chrono::steady_clock::now();
  const Lesson& lesson = *plan.lesson;
  LessonResult result = empty_result(plan.lesson, profile);

  // 1. Begin a session, unless a chain already has one, and put the lesson's files into its folder.
  SessionSettings settings;
  settings.profile = profile;
  settings.scratch = session.scratch();
  settings.now = lesson.settings.now;
  settings.seed = lesson.settings.seed;
  settings.timeout = lesson.settings.timeout.value_or(options.timeout);
  settings.url = options.url;
  settings.interrupted = options.interrupted;
  session.start(settings);
  copy_lesson_files(lesson, session.scratch());

  // 2. Run what this lesson builds on, silently.
  const std::string blocked = run_before(plan, profile, options, session);
  session.ran_before(lesson.path);

  // 3. Run every step, compare what it did with what the lesson shows, and give a verdict.
  LessonRun run(lesson, profile, options, session, result);
  if (blocked.empty()) {
    run.run_steps();
  } else {
    run.block_all(blocked);
  }

  // 4. The sums are made along the way; only the time is missing.
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return result;
}

std::vector<std::string> profiles_of(const Lesson& lesson, const RunOptions& options) {
  if (lesson.settings.profiles.empty()) return {options.profile};
  return lesson.settings.profiles;
}

}  // namespace lessonrun
