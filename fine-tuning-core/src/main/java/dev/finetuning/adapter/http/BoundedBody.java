package dev.finetuning.adapter.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Collects an answer in memory, up to a limit. A successful answer beyond it is given up; of an error only
 * the beginning is kept, for its words stand there.
 */
public final class BoundedBody implements BodySubscriber<byte[]> {
    /** No answer other than a file's content is anywhere near this. */
    private static final int MAX_ANSWER = 16 << 20;

    private static final int MAX_ERROR = 64 << 10;

    private final boolean successful;
    private final int max;
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
    private Flow.@Nullable Subscription subscription;

    private BoundedBody(boolean successful) {
        this.successful = successful;
        this.max = max(successful);
    }

    /** Collects the body of an answer with this status. */
    public static BoundedBody of(int status) {
        return new BoundedBody(isSuccess(status));
    }

    /**
     * Reads the body of an answer with this status.
     *
     * @throws IOException if a successful answer is too large, or breaks off
     */
    public static byte[] read(int status, InputStream body) throws IOException {
        int max = max(isSuccess(status));
        byte[] bytes = body.readNBytes(max + 1);
        if (bytes.length <= max) {
            return bytes;
        }
        if (isSuccess(status)) {
            throw tooLarge(max);
        }
        return java.util.Arrays.copyOf(bytes, max);
    }

    private static boolean isSuccess(int status) {
        return status >= 200 && status <= 299;
    }

    private static int max(boolean successful) {
        return successful ? MAX_ANSWER : MAX_ERROR;
    }

    private static IOException tooLarge(int max) {
        return new IOException("the answer has over " + max + " bytes");
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        subscription = newSubscription;
        newSubscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            int room = max - collected.size();
            byte[] bytes = new byte[Math.min(buffer.remaining(), room)];
            boolean fits = buffer.remaining() <= room;
            buffer.get(bytes);
            collected.writeBytes(bytes);
            if (!fits) {
                stop();
                return;
            }
        }
    }

    private void stop() {
        if (subscription != null) {
            subscription.cancel();
        }
        if (successful) {
            whole.completeExceptionally(tooLarge(max));
        } else {
            whole.complete(collected.toByteArray());
        }
    }

    @Override
    public void onError(Throwable failure) {
        whole.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        whole.complete(collected.toByteArray());
    }
}
