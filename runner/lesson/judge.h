// From what a step did to a verdict.
#pragma once

#include "runner/lesson/executor.h"
#include "runner/lesson/result.h"
#include "runner/lesson/run.h"

namespace lessonrun {

/// What a step has to be compared with under these rules.
Expectation expectation_of(const Step& step, const StepRules& rules);

/// Sets verdict, differences and reason of a step that ran. `session` knows which names earlier
/// steps should have bound.
void judge(const Step& step, const StepRules& rules, StepOutcome outcome, const Session& session,
           const std::string& path, StepResult& result);

/// Judges a `>>> ` line that is the shown repr of a value. `value` is that repr, if there is one.
void judge_shown_value(const Step& step, const StepRules& rules,
                       const std::optional<std::string>& value, StepResult& result);

/// Puts events into the parts of a result that readers want.
void fill_in_events(StepResult& result);

}  // namespace lessonrun
