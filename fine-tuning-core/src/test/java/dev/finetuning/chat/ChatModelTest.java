package dev.finetuning.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.provider.Incident;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.testing.ScriptedChatModel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ChatModelTest {
    private static final ChatRequest HELLO = ChatRequest.of("hello");

    private final ScriptedChatModel echo = ScriptedChatModel.echo("echo");

    @Test
    void stream_byDefault_isOnePart() {
        List<String> parts = new ArrayList<>();
        assertThat(echo.stream(HELLO, parts::add).text()).isEqualTo("hello");
        assertThat(parts).containsExactly("hello");
    }

    @Test
    void askAsync_repliesOrFailsAsAskDoes() {
        assertThat(echo.askAsync(HELLO).join().text()).isEqualTo("hello");
        echo.failNext(new RetryLaterException(Incident.of("test", "ask model"), "busy", null, null));
        assertThatThrownBy(() -> echo.askAsync(HELLO).join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(RetryLaterException.class);
    }

    @Test
    void askAsync_cancelled_interruptsTheCall() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        ChatModel waiting = ScriptedChatModel.answering("waiting", request -> {
            asked.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return "";
        });
        CompletableFuture<ChatReply> reply = waiting.askAsync(HELLO);
        asked.await();
        assertThat(reply.cancel(true)).isTrue();
        interrupted.await();
    }
}
