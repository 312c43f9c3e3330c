package dev.finetuning.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.provider.DeadlinePassedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every {@link ChatModel} owes its callers. Extend it for a model of your own. */
public abstract class ChatModelContractTest {
    private static final int THREADS = 4;
    private static final int QUESTIONS = 16;

    /** The model under test: the same one all through a test. */
    protected abstract ChatModel model();

    /** A question the model can answer with text. */
    protected String question() {
        return "Where is my parcel?";
    }

    @Test
    public void id_always_isTheSameText() {
        assertThat(model().id()).isNotBlank().isEqualTo(model().id());
        assertThat(model().provider()).isNotNull().isEqualTo(model().provider());
    }

    @Test
    public void ask_aQuestion_repliesAsTheAssistantWithItsCost() {
        ChatReply reply = model().ask(ChatRequest.of(question()));

        assertThat(reply.message().role()).isEqualTo(Role.ASSISTANT);
        assertThat(reply.text()).isNotBlank();
        assertThat(reply.finishReason()).isNotBlank();
        assertThat(reply.modelId()).isNotBlank();
        assertThat(reply.latency()).isGreaterThanOrEqualTo(Duration.ZERO);
        assertThat(reply.usage().inputTokens()).isNotNegative();
        assertThat(reply.usage().outputTokens()).isNotNegative();
        assertThat(reply.usage().cachedInputTokens())
                .isBetween(0L, reply.usage().inputTokens());
    }

    @Test
    public void ask_aConversation_replies() {
        ChatReply reply = model().ask(ChatRequest.of(List.of(
                Message.system("Be brief."),
                Message.user("Good morning."),
                Message.assistant("Good morning, how can I help?"),
                Message.user(question()))));

        assertThat(reply.message().role()).isEqualTo(Role.ASSISTANT);
    }

    @Test
    public void ask_withSettings_replies() {
        ChatRequest request = ChatRequest.of(question()).withMaxTokens(64).withSeed(7);

        assertThat(model().ask(request).message().role()).isEqualTo(Role.ASSISTANT);
    }

    @Test
    public void ask_deadlineThatCannotBeMet_failsByIt() {
        ChatRequest request = ChatRequest.of(question());

        assertThatThrownBy(() -> model().ask(request.withDeadline(Duration.ofNanos(1))))
                .isInstanceOf(DeadlinePassedException.class);
        assertThat(model().ask(request.withDeadline(Duration.ofHours(1))).text())
                .isNotBlank();
    }

    @Test
    public void stream_deadlineThatCannotBeMet_failsByItAndHandsNothingOver() {
        ChatRequest late = ChatRequest.of(question()).withDeadline(Duration.ofNanos(1));
        List<String> parts = new ArrayList<>();

        assertThatThrownBy(() -> model().stream(late, parts::add)).isInstanceOf(DeadlinePassedException.class);
        assertThat(parts).isEmpty();
    }

    @Test
    public void ask_fromManyThreads_answersEachOne() throws Exception {
        ChatModel model = model();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<ChatReply>> questions = new ArrayList<>();
            for (int i = 0; i < QUESTIONS; i++) {
                questions.add(() -> model.ask(ChatRequest.of(question())));
            }
            for (Future<ChatReply> reply : threads.invokeAll(questions)) {
                assertThat(reply.get().text()).isNotBlank();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
