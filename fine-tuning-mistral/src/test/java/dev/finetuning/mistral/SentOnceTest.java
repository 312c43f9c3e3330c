package dev.finetuning.mistral;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

class SentOnceTest {
    private final BodyPublisher body = new SentOnce(BodyPublishers.ofString("content"));

    /** What a subscriber gets: the content, or the failure. */
    private CompletableFuture<String> sent() {
        var collector = BodySubscribers.ofString(StandardCharsets.UTF_8);
        body.subscribe(new Flow.Subscriber<ByteBuffer>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                collector.onSubscribe(subscription);
            }

            @Override
            public void onNext(ByteBuffer bytes) {
                collector.onNext(List.of(bytes));
            }

            @Override
            public void onError(Throwable failure) {
                collector.onError(failure);
            }

            @Override
            public void onComplete() {
                collector.onComplete();
            }
        });
        return collector.getBody().toCompletableFuture();
    }

    @Test
    void subscribe_onceAndAgain_givesTheContentOnlyOnce() {
        assertThat(body.contentLength()).isEqualTo(7);
        assertThat(sent()).isCompletedWithValue("content");
        assertThat(sent())
                .failsWithin(Duration.ofSeconds(1))
                .withThrowableThat()
                .withCauseInstanceOf(IOException.class)
                .withMessageContaining("not sent twice");
    }
}
