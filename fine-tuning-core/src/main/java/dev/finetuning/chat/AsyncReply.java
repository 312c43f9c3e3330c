package dev.finetuning.chat;

import dev.finetuning.internal.threads.BriefThreads;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** An answer that a background thread waits for; cancelling it interrupts that thread. */
final class AsyncReply extends CompletableFuture<ChatReply> {
    private static final ExecutorService THREADS = BriefThreads.named("fine-tuning-ask");

    private AsyncReply() {}

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
