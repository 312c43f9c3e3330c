package dev.finetuning.mistral;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A body that leaves once. The JDK's client sends a request again by itself when a pooled connection turns
 * out to be dead, for GET as it is and for POST too where {@code jdk.httpclient.enableAllMethodRetry} is
 * set; it asks the body's publisher again to do so, which is refused here.
 */
final class SentOnce implements BodyPublisher {
    private final BodyPublisher body;
    private final AtomicBoolean sent = new AtomicBoolean();

    SentOnce(BodyPublisher body) {
        this.body = body;
    }

    @Override
    public long contentLength() {
        return body.contentLength();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        if (sent.compareAndSet(false, true)) {
            body.subscribe(subscriber);
        } else {
            subscriber.onSubscribe(new Nothing());
            subscriber.onError(new IOException("this request was sent before and is not sent twice"));
        }
    }

    private static final class Nothing implements Flow.Subscription {
        @Override
        public void request(long n) {
            // there is nothing to give
        }

        @Override
        public void cancel() {
            // there is nothing to stop
        }
    }
}
