package dev.finetuning.adapter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.example.ToolCall;
import dev.finetuning.provider.AnswerCutOffException;
import dev.finetuning.provider.CredentialsException;
import dev.finetuning.provider.DeadlinePassedException;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.Fault;
import dev.finetuning.sandbox.ProviderSandbox;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.testing.ScriptedChatModel;
import dev.finetuning.training.TrainingPipeline;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an adapter owes callers who read an answer while it is written: every part once, or a failure that says how far it came. */
public abstract class StreamingContractTest {
    private static final String ASK = "POST /v1/chat/completions$";
    private static final String TEXT =
            "Your parcel left Zürich yesterday 📦 and arrives on Thursday, before noon. ".repeat(40);
    private static final String FIRST_EVENT =
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Your parcel\"},\"finish_reason\":null}]}\n\n";

    private final AdapterFixture adapter;
    private final List<String> parts = new ArrayList<>();
    private ProviderSandbox<?> sandbox;
    private TrainingPipeline pipeline;

    /** Tests this adapter. */
    protected StreamingContractTest(AdapterFixture adapter) {
        this.adapter = adapter;
    }

    @BeforeEach
    void open() {
        sandbox = adapter.sandbox(ManualTime.create());
        sandbox.chat(ScriptedChatModel.answering(adapter.model(), TEXT));
        pipeline = adapter.pipeline(Wiring.to(sandbox.root()));
    }

    @AfterEach
    void close() {
        pipeline.close();
        sandbox.close();
        adapter.close();
    }

    private ChatModel model() {
        return pipeline.chatModel(adapter.model());
    }

    private ChatReply stream() {
        return model().stream(ChatRequest.of("Where is my parcel?"), parts::add);
    }

    private static Answer events(String body) {
        return Answer.of(200, "text/event-stream; charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
    }

    private static String event(String delta, String finishReason) {
        return "data: {\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finishReason + "}]}\n\n";
    }

    private AnswerCutOffException cutOff() {
        return catchThrowableOfType(AnswerCutOffException.class, this::stream);
    }

    @Test
    void stream_handsOverEveryPartOnceInTheCallingThread() {
        Thread caller = Thread.currentThread();
        ChatReply reply = model().stream(ChatRequest.of("Where is my parcel?"), part -> {
            assertThat(Thread.currentThread()).isSameAs(caller);
            parts.add(part);
        });

        assertThat(String.join("", parts)).isEqualTo(TEXT).isEqualTo(reply.text());
        assertThat(parts).hasSizeGreaterThan(100);
        assertThat(reply.finishReason()).isEqualTo("stop");
        assertThat(reply.usage().outputTokens()).isPositive();
        assertThat(reply.modelId()).isEqualTo(adapter.model());
        assertThat(reply.requestId()).isPresent();
        assertThat(sandbox.requestLines()).hasSize(1);
    }

    @Test
    void stream_byteByByte_breaksNoCharacter() {
        sandbox.failNext(ASK, Fault.DRIP_AFTER);
        stream();
        assertThat(String.join("", parts)).isEqualTo(TEXT);
    }

    @Test
    void stream_cutInTheMiddle_failsWithWhatHadArrived() {
        sandbox.failNext(ASK, Fault.HALF_BODY_AFTER);
        AnswerCutOffException cut = cutOff();

        assertThat(cut.received()).isEqualTo(String.join("", parts)).isNotEmpty();
        assertThat(TEXT).startsWith(cut.received());
        assertThat(cut.getMessage()).doesNotContain("parcel");
        assertThat(sandbox.requestLines()).hasSize(1);
    }

    @Test
    void stream_endsWithoutAReason_isCutOff() {
        sandbox.answerNext(ASK, events(FIRST_EVENT));
        assertThat(cutOff().received()).isEqualTo("Your parcel");
    }

    @Test
    void stream_errorAmongTheEvents_keepsTheHostsWords() {
        sandbox.answerNext(ASK, events(FIRST_EVENT + "data: {\"error\":{\"message\":\"the engine overheated\"}}\n\n"));
        assertThat(cutOff()).hasMessageContaining("the engine overheated");
    }

    @Test
    void stream_errorBeforeTheFirstPart_isAFaultOfTheHost() {
        sandbox.answerNext(ASK, events("data: {\"error\":{\"message\":\"the engine overheated\"}}\n\n"));
        assertThat(catchThrowableOfType(ProviderFaultException.class, this::stream))
                .hasMessageContaining("the engine overheated");
        assertThat(parts).isEmpty();
    }

    @Test
    void stream_garbageAmongTheEvents_isCutOff() {
        sandbox.answerNext(ASK, events(FIRST_EVENT + "data: <html>\n\n"));
        assertThat(cutOff().received()).isEqualTo("Your parcel");
    }

    @Test
    void stream_hostThatAnswersWhole_isOnePart() {
        sandbox.answerNext(
                ASK,
                Answer.json(
                        200,
                        "{\"choices\":[{\"message\":{\"content\":\"On Thursday.\"},\"finish_reason\":\"stop\"}]}"));
        assertThat(stream().text()).isEqualTo("On Thursday.");
        assertThat(parts).containsExactly("On Thursday.");
    }

    @Test
    void stream_refused_handsOverNothing() {
        sandbox.answerNext(ASK, Answer.json(401, "{\"error\":{\"message\":\"no such key\"}}"));
        assertThat(catchThrowableOfType(CredentialsException.class, this::stream))
                .hasMessageContaining("no such key");
        assertThat(parts).isEmpty();
    }

    @Test
    void stream_commentsOtherFieldsAndAForgottenLastBlankLine_areRead() {
        sandbox.answerNext(
                ASK,
                events(": alive\r\n\r\nevent: delta\r\nid: 7\r\n" + FIRST_EVENT.replace("\n", "\r\n")
                        + event("{}", "\"length\"").strip()));
        assertThat(stream().finishReason()).isEqualTo("length");
        assertThat(parts).containsExactly("Your parcel");
    }

    @Test
    void stream_toolCallsInPieces_areJoined() {
        sandbox.answerNext(
                ASK,
                events(event(
                                "{\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"function\":"
                                        + "{\"name\":\"track\",\"arguments\":\"{\\\"id\\\"\"}}]}",
                                "null")
                        + event(
                                "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\":7}\"}},"
                                        + "{\"index\":1,\"id\":\"call_2\",\"function\":{\"name\":\"list\",\"arguments\":\"{}\"}}]}",
                                "\"tool_calls\"")
                        + "data: [DONE]\n\n"));
        assertThat(stream().message().toolCalls())
                .containsExactly(
                        new ToolCall(Optional.of("call_1"), "track", "{\"id\":7}", Map.of()),
                        new ToolCall(Optional.of("call_2"), "list", "{}", Map.of()));
        assertThat(parts).isEmpty();
    }

    @Test
    void stream_consumerThrows_endsTheCallWithItsException() {
        assertThatIllegalStateException()
                .isThrownBy(() -> model().stream(ChatRequest.of("hello"), part -> {
                    throw new IllegalStateException("the browser is gone");
                }))
                .withMessage("the browser is gone");
        assertThat(stream().text()).isEqualTo(TEXT);
    }

    @Test
    void stream_hostFallsSilent_endsAtTheLimitOrByAnInterruptOrByCancelling() throws Exception {
        try (SilentHost host = new SilentHost();
                TrainingPipeline patient = adapter.pipeline(Wiring.to(host.url()));
                TrainingPipeline brief = adapter.pipeline(Wiring.to(host.url()).timeout(Duration.ofSeconds(2)))) {
            ChatRequest question = ChatRequest.of("Where is my parcel?");
            ProviderException late = catchThrowableOfType(
                    ProviderException.class, () -> brief.chatModel(adapter.model()).stream(question, parts::add));
            assertThat(late).isInstanceOf(AnswerCutOffException.class);

            ChatModel model = patient.chatModel(adapter.model());
            CompletableFuture<Throwable> ended = new CompletableFuture<>();
            CountDownLatch begun = new CountDownLatch(1);
            Thread caller = new Thread(() -> ended.complete(catchThrowableOfType(
                    AnswerCutOffException.class, () -> model.stream(question, part -> begun.countDown()))));
            caller.start();
            begun.await();
            caller.interrupt();
            assertThat(ended.get()).hasMessageContaining("interrupted");

            CountDownLatch again = new CountDownLatch(1);
            CompletableFuture<ChatReply> reply = model.streamAsync(question, part -> again.countDown());
            again.await();
            reply.cancel(true);
            assertThatThrownBy(reply::join).isInstanceOf(CancellationException.class);
            host.awaitGoodbyes(3);
        }
    }

    @Test
    void ask_hostThatStalls_endsAtTheQuestionsDeadline() throws Exception {
        ChatRequest question = ChatRequest.of("Where is my parcel?").withDeadline(Duration.ofMillis(150));
        sandbox.failNext(ASK, Fault.TIMEOUT_AFTER);
        assertThat(catchThrowableOfType(DeadlinePassedException.class, () -> model().ask(question))
                        .deadline())
                .hasMillis(150);
        sandbox.failNext(ASK, Fault.TIMEOUT_AFTER);
        assertThatThrownBy(() -> model().stream(question, parts::add)).isInstanceOf(DeadlinePassedException.class);
        assertThat(parts).isEmpty();

        try (SilentHost host = new SilentHost();
                TrainingPipeline silent = adapter.pipeline(Wiring.to(host.url()))) {
            ChatModel model = silent.chatModel(adapter.model());
            AnswerCutOffException cut = catchThrowableOfType(
                    AnswerCutOffException.class,
                    () -> model.stream(question.withDeadline(Duration.ofMillis(500)), parts::add));
            assertThat(cut).hasCauseInstanceOf(DeadlinePassedException.class);
            assertThat(cut.received()).isEqualTo("Your parcel");
        }
    }

    /** A host that says the first words of an answer and then nothing, until the client hangs up. */
    private static final class SilentHost implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        private final Semaphore goodbyes = new Semaphore(0);

        SilentHost() throws IOException {
            Thread thread = new Thread(this::serve, "silent-host");
            thread.setDaemon(true);
            thread.start();
        }

        String url() {
            return "http://127.0.0.1:" + listener.getLocalPort();
        }

        private void serve() {
            while (!listener.isClosed()) {
                try {
                    Socket socket = listener.accept();
                    Thread thread = new Thread(() -> answer(socket), "silent-answer");
                    thread.setDaemon(true);
                    thread.start();
                } catch (IOException e) {
                    // closed: the loop ends
                }
            }
        }

        private void answer(Socket socket) {
            try (socket) {
                byte[] buffer = new byte[1 << 16];
                int read = socket.getInputStream().read(buffer);
                OutputStream out = socket.getOutputStream();
                out.write(("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n" + FIRST_EVENT)
                        .getBytes(StandardCharsets.UTF_8));
                out.flush();
                while (read >= 0) {
                    read = socket.getInputStream().read(buffer);
                }
            } catch (IOException e) {
                // a reset is a goodbye too
            }
            goodbyes.release();
        }

        void awaitGoodbyes(int count) throws InterruptedException {
            goodbyes.acquire(count);
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }
}
