package dev.finetuning.asking;

import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Questions under way: as many lanes as calls may be in flight each take the next question as soon as
 * their last one is answered and kept.
 */
final class QuestionsInFlight {
    private static final long GRACE_SECONDS = 5;

    private final Queue<Question> questions;
    private final Call call;
    private final AnswerListener listener;
    private final List<CallGuard> guards;
    private final CountDownLatch done;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean stopped;

    /** Answers a question, and makes the answer durable. */
    interface Call {
        Answer answer(Question question, CallGuard guard) throws InterruptedException;
    }

    QuestionsInFlight(Collection<Question> questions, int concurrency, Call call, AnswerListener listener) {
        this.questions = new ConcurrentLinkedQueue<>(questions);
        this.call = call;
        this.listener = listener;
        int lanes = Math.min(concurrency, questions.size());
        this.guards = IntStream.range(0, lanes).mapToObj(i -> new CallGuard()).toList();
        this.done = new CountDownLatch(lanes);
    }

    /**
     * Returns once every question is answered, or throws what ended it before.
     *
     * @throws InterruptedException if the calling thread is interrupted; answers that are just arriving are
     *     still kept
     */
    void run() throws InterruptedException {
        guards.forEach(this::start);
        try {
            done.await();
        } catch (InterruptedException e) {
            stopped = true;
            guards.forEach(CallGuard::cancel);
            awaitBriefly();
            throw e;
        }
        Throwable thrown = failure.get();
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
    }

    private void start(CallGuard guard) {
        Thread thread = new Thread(() -> lane(guard), "asking");
        thread.setDaemon(true);
        thread.start();
    }

    @SuppressWarnings("CatchingUnchecked") // whatever ends a lane must reach the caller
    private void lane(CallGuard guard) {
        try {
            Question question = questions.poll();
            while (question != null && !stopped && listener.wantsMore()) {
                listener.onAnswer(question, call.answer(question, guard));
                question = questions.poll();
            }
        } catch (InterruptedException e) {
            stopped = true;
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
            stopped = true;
            guards.forEach(CallGuard::endPauses);
        } finally {
            done.countDown();
        }
    }

    // a call that ignores interruption is left behind
    private void awaitBriefly() {
        try {
            done.await(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException again) {
            Thread.currentThread().interrupt();
        }
    }
}
