package dev.spannerpipe.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Decides at each call of each run who goes on. Each run has a thread, but only one of them moves
/// at a time, so that a seed gives the same schedule each time.
final class Scheduler {
  /// A run is killed: not a failure that anybody may catch.
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed() {
      super("killed", null, false, false);
    }
  }

  /// A run under the scheduler.
  final class Actor {
    final String name;
    private final Thread thread;
    private long readyAt;
    private boolean over;
    private boolean started;

    private Actor(String name, long readyAt, Runnable work) {
      this.name = name;
      this.readyAt = readyAt;
      this.thread = Thread.ofVirtual().unstarted(() -> live(work));
    }

    private void live(Runnable work) {
      try {
        work.run();
      } catch (Killed _) {
        // Nothing is left to do.
      } catch (Throwable thrown) {
        problem = problem == null ? thrown : problem;
      }
      over = true;
      leave();
    }
  }

  private static final int MOST_CALLS = 60_000;

  private final Timeline timeline;
  private final SplittableRandom random;
  private final List<Actor> actors = new ArrayList<>();
  private volatile @Nullable Object turn;
  private volatile @Nullable Thread director;
  private volatile @Nullable Throwable problem;
  private int calls;

  Scheduler(Timeline timeline, SplittableRandom random) {
    this.timeline = timeline;
    this.random = random;
  }

  Actor add(String name, long readyAt, Runnable work) {
    Actor actor = new Actor(name, readyAt, work);
    actors.add(actor);
    return actor;
  }

  /// Lets all runs go on until they are over. Throws what went wrong in one of them.
  void run() throws Throwable {
    director = Thread.currentThread();
    turn = this;
    leave();
    while (turn != this) {
      LockSupport.park(this);
    }
    Throwable thrown = problem;
    if (thrown != null) {
      release();
      throw thrown;
    }
    actors.clear();
  }

  /// No thread stays behind.
  private void release() {
    for (Actor actor : actors) {
      if (actor.started && !actor.over) {
        turn = actor;
        LockSupport.unpark(actor.thread);
        while (turn != this) {
          LockSupport.park(this);
        }
      }
    }
  }

  /// Counts a call, and returns whether it is one too many for a schedule that makes sense.
  void count() {
    if (++calls > MOST_CALLS) {
      throw new IllegalStateException("it goes on for ever");
    }
  }

  int calls() {
    return calls;
  }

  /// Lets the run wait for this long, and others go on meanwhile.
  void pause(Actor actor, long nanos) {
    actor.readyAt = timeline.nanos() + nanos;
    Actor next = next();
    if (next != actor) {
      hand(next);
      while (turn != actor) {
        LockSupport.park(this);
      }
      if (problem != null) {
        throw new Killed();
      }
    }
  }

  /// Returns who goes on; time passes where nobody can yet.
  private Actor next() {
    Actor next = ready();
    while (next == null) {
      long soonest = Long.MAX_VALUE;
      for (Actor actor : actors) {
        soonest = actor.over ? soonest : Math.min(soonest, actor.readyAt);
      }
      timeline.advanceTo(soonest);
      next = ready();
    }
    return next;
  }

  private @Nullable Actor ready() {
    Actor chosen = null;
    int seen = 0;
    for (Actor actor : actors) {
      if (!actor.over && actor.readyAt <= timeline.nanos()) {
        seen++;
        chosen = random.nextInt(seen) == 0 ? actor : chosen;
      }
    }
    return chosen;
  }

  private void hand(Actor next) {
    turn = next;
    if (next.started) {
      LockSupport.unpark(next.thread);
    } else {
      next.started = true;
      next.thread.start();
    }
  }

  /// The one whose turn it is has nothing more to do.
  private void leave() {
    try {
      if (problem == null && actors.stream().anyMatch(actor -> !actor.over)) {
        hand(next());
        return;
      }
    } catch (Throwable thrown) {
      problem = problem == null ? thrown : problem;
    }
    turn = this;
    LockSupport.unpark(director);
  }
}
