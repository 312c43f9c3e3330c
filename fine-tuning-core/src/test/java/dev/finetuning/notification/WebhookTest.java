package dev.finetuning.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.Secret;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.ReceivedRequest;
import dev.finetuning.sandbox.SocketServer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookTest {
    private static final Notification ROLLED_BACK = Notification.of(
                    "registry/7",
                    NotificationTopic.ROLLBACK,
                    "support",
                    "production is rolled back \u2013 from 1.0.1 to 1.0.0",
                    Instant.parse("2026-11-29T12:00:00Z"))
            .with("alias", "production");

    private final List<ReceivedRequest> received = new CopyOnWriteArrayList<>();
    private Answer answer = Answer.json(200, "{}");
    private final SocketServer server = new SocketServer(
            request -> {
                received.add(request);
                return answer;
            },
            request -> Optional.empty());

    @AfterEach
    void close() {
        server.close();
    }

    private Webhook.Builder hook() {
        return Webhook.to(URI.create(server.url() + "/hooks/T0P-S3CRET?token=T0P-S3CRET"));
    }

    /** The signature is what the package standardwebhooks 1.1.0 (PyPI) makes of the same secret, id, time and body. */
    @Test
    void receive_withASecret_signsAsTheStandardSays() throws InterruptedException {
        hook().secret(Secret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
                .clock(InstantSource.fixed(Instant.ofEpochSecond(1_796_000_000L)))
                .build()
                .receive(ROLLED_BACK);

        assertThat(received).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.json())
                    .isEqualTo("{\"type\":\"rollback\",\"timestamp\":\"2026-11-29T12:00:00Z\",\"data\":{"
                            + "\"id\":\"registry/7\",\"subject\":\"support\","
                            + "\"text\":\"production is rolled back \u2013 from 1.0.1 to 1.0.0\","
                            + "\"details\":{\"alias\":\"production\"}}}");
            assertThat(request.headers())
                    .containsEntry("webhook-id", "registry/7")
                    .containsEntry("webhook-timestamp", "1796000000")
                    .containsEntry("webhook-signature", "v1,vpSF4bc5nGDmRGU0ftigIQX8336sd+l3da8Nbn8f0L4=");
        });
    }

    @Test
    void receive_withABodyAndAHeaderOfOnesOwn_sendsThose() throws InterruptedException {
        hook().body(news -> Map.of("text", news.subject() + ": " + news.text()))
                .addHeader("Authorization", Secret.of("bearer-token"))
                .build()
                .receive(ROLLED_BACK);

        assertThat(received).singleElement().satisfies(request -> {
            assertThat(request.json())
                    .isEqualTo("{\"text\":\"support: production is rolled back \u2013 from 1.0.1 to 1.0.0\"}");
            assertThat(request.headers())
                    .containsEntry("authorization", "bearer-token")
                    .doesNotContainKey("webhook-signature");
        });
    }

    @Test
    void receive_idThatNoHeaderCanHold_isEncoded() throws InterruptedException {
        hook().build()
                .receive(Notification.of(
                        "drift of f\u00fcr\n1", NotificationTopic.DRIFT, "f\u00fcr", "drifts", Instant.EPOCH));

        assertThat(received)
                .singleElement()
                .satisfies(
                        request -> assertThat(request.headers()).containsEntry("webhook-id", "drift+of+f%C3%BCr%0A1"));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 307, 400, 404, 410, 429, 500, 503})
    void receive_anyOtherStatus_hasNotArrivedAndNamesTheHostAlone(int status) {
        answer = Answer.json(status, "{}");

        assertThatThrownBy(() -> hook().build().receive(ROLLED_BACK))
                .isInstanceOf(NotDeliveredException.class)
                .hasMessage("the webhook at 127.0.0.1 answered " + status);
    }

    @Test
    void receive_nobodyThere_namesTheHostAlone() {
        Webhook hook = hook().timeout(Duration.ofSeconds(2)).build();
        server.close();

        assertThatThrownBy(() -> hook.receive(ROLLED_BACK))
                .isInstanceOf(NotDeliveredException.class)
                .hasMessageContaining("the webhook at 127.0.0.1 cannot be reached")
                .hasMessageNotContaining("S3CRET")
                .hasNoCause();
        assertThat(hook.toString()).doesNotContain("S3CRET");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://hooks.example.com/T0P-S3CRET",
                "ftp://localhost/T0P-S3CRET",
                "https://user:T0P-S3CRET@hooks.example.com/",
                "T0P-S3CRET"
            })
    void to_addressThatIsNotSafe_isRefusedWithoutRepeatingIt(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Webhook.to(URI.create(address)))
                .withMessageContaining("https://")
                .withMessageNotContaining("S3CRET");
    }

    @Test
    void secret_thatIsNotBase64AfterItsPrefix_isRefusedWithoutRepeatingIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> hook().secret(Secret.of("whsec_T0P-S3CRET!")))
                .withMessageNotContaining("S3CRET");
    }
}
