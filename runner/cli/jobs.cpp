// Worker threads take groups; the calling thread reports them in order and draws the progress bar.
// The workers have large stacks, because lessons recurse as deeply as Python lets them. Where one
// worker is enough and the calling thread's stack is large too, there is no thread at all.
#include "runner/cli/jobs.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <ostream>
#include <system_error>

#include "runner/lesson/files.h"
#include "runner/lesson/fork_gate.h"

namespace lessonrun {
namespace {

constexpr std::chrono::milliseconds frame_time(100);
constexpr std::chrono::seconds bar_patience(1);

/// A std::thread whose stack size can be chosen.
class Worker {
 public:
  explicit Worker(std::function<void()> body) : body_(std::move(body)) {
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, lesson_stack_size);
    const int status = pthread_create(&thread_, &attributes, &Worker::enter, this);
    pthread_attr_destroy(&attributes);
    if (status != 0) throw std::system_error(status, std::generic_category(), "a thread");
  }
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  ~Worker() { pthread_join(thread_, nullptr); }

 private:
  static void* enter(void* self) {
    static_cast<Worker*>(self)->body_();
    return nullptr;
  }

  std::function<void()> body_;
  pthread_t thread_{};
};

class GroupRunner {
 public:
  GroupRunner(const std::vector<JobGroup>& groups, const JobOptions& options,
              const CliEnvironment& environment, std::ostream& err)
      : groups_(groups), options_(options), environment_(environment), err_(err) {
    results_.resize(groups.size());
    done_.resize(groups.size());
    for (const JobGroup& group : groups) {
      for (const Job& job : group) total_steps_ += job.plan.lesson->steps.size();
    }
    options_.run.progress = [this] {
      ++finished_steps_;
      if (alone_) draw_bar();
    };
    options_.run.interrupted = environment.interrupted;
  }

  void run(const std::function<void(const GroupResult&)>& finished) {
    const std::size_t count = std::min<std::size_t>(std::max(options_.threads, 1U), groups_.size());
    alone_ = count == 1 && environment_.stack_is_large;
    if (alone_) {
      run_here(finished);
    } else {
      run_on_threads(count, finished);
    }
  }

 private:
  void run_here(const std::function<void(const GroupResult&)>& finished) {
    for (std::size_t i = 0; i < groups_.size(); ++i) {
      if (!stop_ && !is_interrupted()) {
        const LessonWork working;
        run_group(groups_[i], results_[i]);
      }
      clear_bar();
      finished(results_[i]);
    }
  }

  void run_on_threads(std::size_t count, const std::function<void(const GroupResult&)>& finished) {
    std::vector<std::unique_ptr<Worker>> workers;
#ifdef __GLIBC__
    // One worker needs no arena of its own, which would grow by small steps of the kernel's.
    if (count == 1) mallopt(M_ARENA_MAX, 1);
#endif
    // Whatever takes memory is lesson work: a fork in the middle of it would copy the allocator's
    // locks, and not every allocator (AddressSanitizer's) opens them in the copy. Threads take
    // memory when they begin and end, so that no lesson is run while one does.
    {
      const LessonWork starting;
      start(workers, count);
      meet(begun_, 0);
    }
    for (std::size_t i = 0; i < groups_.size(); ++i) {
      wait_for(i);
      const LessonWork reporting;
      clear_bar();
      finished(results_[i]);
    }
  }

  /// Starts as many threads as the system gives, up to `count`; one is enough to go on.
  void start(std::vector<std::unique_ptr<Worker>>& workers, std::size_t count) {
    workers_ = count;
    try {
      for (std::size_t i = 0; i < count; ++i) {
        workers.push_back(std::make_unique<Worker>([this] {
          meet(begun_, 1);
          work();
          meet(ended_, 1);
        }));
      }
    } catch (const std::system_error&) {
      if (workers.empty()) throw;
      const std::lock_guard<std::mutex> lock(mutex_);
      workers_ = workers.size();
    }
  }

  /// Returns when all workers have come here. `self` is 1 for a worker, 0 for one that looks on.
  void meet(std::size_t& came, std::size_t self) {
    std::unique_lock<std::mutex> lock(mutex_);
    came += self;
    met_.notify_all();
    met_.wait(lock, [&] { return came >= workers_; });
  }

  void work() {
    while (true) {
      const std::size_t index = next_++;
      if (index >= groups_.size()) return;
      const LessonWork working;
      GroupResult result;
      if (!stop_ && !is_interrupted()) run_group(groups_[index], result);
      const std::lock_guard<std::mutex> lock(mutex_);
      results_[index] = std::move(result);
      done_[index] = true;
      changed_.notify_one();
    }
  }

  bool is_interrupted() const {
    return environment_.interrupted != nullptr && environment_.interrupted->load();
  }

  void run_group(const JobGroup& group, GroupResult& result) {
    result.ran = true;
    try {
      const ScratchFolder scratch(options_.workdir);
      Session session(environment_.executor(), scratch.path());
      for (const Job& job : group) {
        if (stop_) break;
        RunOptions run = options_.run;
        run.until_line = job.until_line;
        result.lessons.push_back(run_lesson(job.plan, job.profile, run, session));
        if (options_.run.fail_fast && result.lessons.back().status != LessonStatus::passed) {
          stop_ = true;
        }
      }
    } catch (const InputError& error) {
      result.problems.push_back(error.diagnostic());
    } catch (const std::exception& error) {
      result.failure = error.what();
    }
  }

  void wait_for(std::size_t index) {
    std::unique_lock<std::mutex> lock(mutex_);
    while (!done_[index]) {
      changed_.wait_for(lock, frame_time);
      if (!done_[index]) draw_bar();
    }
  }

  void draw_bar() {
    if (!options_.progress) return;
    const auto now = std::chrono::steady_clock::now();
    if (now - begin_ < bar_patience || now - drawn_ < frame_time) return;
    drawn_ = now;
    constexpr std::size_t bar_width = 30;
    const std::size_t steps = std::min(finished_steps_.load(), total_steps_);
    const std::size_t filled = total_steps_ == 0 ? 0 : steps * bar_width / total_steps_;
    err_ << "\r[" << std::string(filled, '=') << std::string(bar_width - filled, ' ') << "] "
         << steps << "/" << total_steps_ << " steps" << std::flush;
    bar_is_drawn_ = true;
  }

  void clear_bar() {
    if (!bar_is_drawn_) return;
    err_ << "\r\x1b[K" << std::flush;
    bar_is_drawn_ = false;
  }

  const std::vector<JobGroup>& groups_;
  JobOptions options_;
  const CliEnvironment& environment_;
  std::ostream& err_;
  std::vector<GroupResult> results_;
  std::vector<char> done_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::condition_variable met_;
  std::size_t workers_ = 0;
  std::size_t begun_ = 0;  // workers that stand at the begin of their work, or are past it
  std::size_t ended_ = 0;
  std::atomic<std::size_t> next_{0};
  std::atomic<std::size_t> finished_steps_{0};
  std::atomic<bool> stop_{false};
  std::size_t total_steps_ = 0;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point drawn_{};
  bool bar_is_drawn_ = false;
  bool alone_ = false;  // the calling thread is the worker
};

}  // namespace

void run_groups(const std::vector<JobGroup>& groups, const JobOptions& options,
                const CliEnvironment& environment, std::ostream& err,
                const std::function<void(const GroupResult&)>& finished) {
  GroupRunner(groups, options, environment, err).run(finished);
}

}  // namespace lessonrun
