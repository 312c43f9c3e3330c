package dev.finetuning.chat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** An answer that a background thread waits for; cancelling it interrupts that thread. */
final class AsyncReply extends CompletableFuture<ChatReply> {
    /** Idle threads end soon, because they keep the library's class loader. */
    private static final long IDLE_SECONDS = 2;

    private static final ExecutorService THREADS = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), AsyncReply::daemon);

    private AsyncReply() {}

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "fine-tuning-ask");
        thread.setDaemon(true);
        return thread;
    }

    static AsyncReply of(Supplier<ChatReply> call) {
        AsyncReply reply = new AsyncReply();
        Future<?> work = THREADS.submit(() -> {
            try {
                reply.complete(call.get());
            } catch (Throwable e) {
                reply.completeExceptionally(e);
            }
        });
        CompletableFuture<ChatReply> unused = reply.whenComplete((answer, failure) -> {
            if (reply.isCancelled()) {
                work.cancel(true);
            }
        });
        return reply;
    }
}
