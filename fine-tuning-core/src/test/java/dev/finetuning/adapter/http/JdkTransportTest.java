package dev.finetuning.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.SocketServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JdkTransportTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final SocketServer server =
            new SocketServer(request -> Answer.json(200, "{}"), request -> Optional.empty(), true);

    @AfterEach
    void close() {
        server.close();
    }

    /** How many connections five requests take. */
    private int connections(JdkTransport transport, boolean fresh, Optional<RequestBody> body) {
        for (int i = 0; i < 5; i++) {
            Transport.Outgoing request = new Transport.Outgoing(
                    body.isPresent() ? "POST" : "GET",
                    URI.create(server.url() + "/v1/x"),
                    Map.of(),
                    body,
                    fresh,
                    Optional.empty(),
                    Optional.empty(),
                    LIMIT);
            assertThat(transport.send(request).join().status()).isEqualTo(200);
        }
        return server.connections();
    }

    private JdkTransport resting(Duration rested) {
        return JdkTransport.to(server.url(), LIMIT, rested);
    }

    @Test
    void reads_shareOneConnection() {
        assertThat(connections(resting(Duration.ofHours(1)), false, Optional.empty()))
                .isEqualTo(1);
    }

    @Test
    void whatIsSentOnce_getsAConnectionOfItsOwn() {
        assertThat(connections(resting(Duration.ofHours(1)), true, Optional.of(RequestBody.json("{}"))))
                .isEqualTo(5);
    }

    @Test
    void question_whileTheConnectionHasNotRested_sharesIt() {
        assertThat(connections(resting(Duration.ofHours(1)), false, Optional.of(RequestBody.json("{}"))))
                .isEqualTo(1);
    }

    @Test
    void question_onceAllConnectionsHaveRested_getsANewOne() {
        assertThat(connections(resting(Duration.ZERO), false, Optional.of(RequestBody.json("{}"))))
                .isEqualTo(5);
    }

    @Test
    void clientThatFollowsRedirects_isRefused() {
        HttpClient following = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JdkTransport.by(following))
                .withMessageContaining("redirects");
    }
}
