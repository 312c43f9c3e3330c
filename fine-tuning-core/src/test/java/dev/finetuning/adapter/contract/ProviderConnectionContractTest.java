package dev.finetuning.adapter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.finetuning.Secret;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.provider.CredentialsException;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.NotFoundException;
import dev.finetuning.provider.OutcomeUnknownException;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.Fault;
import dev.finetuning.sandbox.ProviderSandbox;
import dev.finetuning.sandbox.ReceivedRequest;
import dev.finetuning.sandbox.SocketServer;
import dev.finetuning.secrecy.Canary;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.TrainingRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.CookieHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an adapter owes its callers on the way to its provider: connections, proxies, certificates, limits, the provider's
 * own words, and an end when somebody asks for one.
 */
public abstract class ProviderConnectionContractTest {
    private static final String CREATE = "POST /v1/fine_tuning/jobs$";
    private static final String LOOK = "GET /v1/fine_tuning/jobs/";
    private static final String ASK = "POST /v1/chat/completions$";
    private static final long MEGABYTE = 1_000_000;

    private final AdapterFixture adapter;
    private ProviderSandbox<?> sandbox;
    private TrainingPipeline pipeline;

    @TempDir
    Path folder;

    /** Tests this adapter. */
    protected ProviderConnectionContractTest(AdapterFixture adapter) {
        this.adapter = adapter;
    }

    @BeforeEach
    void open() {
        sandbox = adapter.sandbox(ManualTime.create());
        pipeline = adapter.pipeline(Wiring.to(sandbox.root()));
    }

    @AfterEach
    void close() {
        pipeline.close();
        sandbox.close();
        adapter.close();
    }

    private static TrainingData data() {
        return TrainingData.of(
                "support",
                IntStream.range(0, 12)
                        .mapToObj(i ->
                                ChatExample.of(Message.user("question " + i), Message.assistant(Canary.CONTENT + i)))
                        .toList());
    }

    private TrainingRequest request(String file) {
        return TrainingRequest.builder(adapter.model(), file).mark("run-7").build();
    }

    private long sent(String line) {
        return sandbox.requestLines().stream()
                .filter(each -> each.matches(line))
                .count();
    }

    private void listModels(TrainingPipeline by) {
        by.models().list().forEach(each -> {});
    }

    private ChatModel model() {
        return pipeline.chatModel(adapter.model());
    }

    @Test
    void create_afterTheProviderClosedAConnectionThatItSaidStays_leavesOnceAndArrives() {
        String file = pipeline.upload(data()).id();
        for (int i = 0; i < 10; i++) {
            sandbox.failNext("GET /v1/models$", Fault.CLOSED_ALIVE_AFTER);
            listModels(pipeline);
            assertThat(pipeline.start(request(file)).mark()).hasValue("run-7");
        }
        assertThat(sent(CREATE)).isEqualTo(10);
    }

    @Test
    void create_answerLost_theMarkFindsTheJob() {
        String file = pipeline.upload(data()).id();
        sandbox.failNext(CREATE, Fault.RESET_AFTER);
        OutcomeUnknownException lost =
                catchThrowableOfType(OutcomeUnknownException.class, () -> pipeline.start(request(file)));
        assertThat(lost).hasMessageContaining("look for the mark run-7");
        try (Stream<TrainingJob> found = pipeline.jobs(JobQuery.marked("run-7"))) {
            assertThat(found).hasSize(1);
        }
    }

    @Test
    void upload_brokenThreeTimes_isRetryLaterAndTheNextOneArrives() {
        for (int i = 0; i < 3; i++) {
            sandbox.failNext("POST /v1/files$", Fault.RESET_BEFORE);
        }
        assertThat(catchThrowableOfType(RetryLaterException.class, () -> pipeline.upload(data())))
                .isNotNull();
        assertThat(pipeline.upload(data()).id()).isNotEmpty();
        assertThat(sandbox.fileCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 405, 501})
    void upload_whereListingIsForbidden_goesThere(int status) {
        sandbox.answerNext("GET /v1/files$", Answer.json(status, "{\"message\":\"no\"}"));
        assertThat(pipeline.upload(data()).id()).isNotEmpty();
    }

    @Test
    void error_ofAHundredMegabytes_isGivenUpAndItsWordsAreKept() {
        sandbox.failNext(LOOK, Fault.HUGE_ERROR_AFTER);
        assertThat(catchThrowableOfType(RetryLaterException.class, () -> pipeline.job("job-1")))
                .hasMessageContaining("the disk is full");
        assertThat(sandbox.errorBytes()).isLessThan(30 * MEGABYTE);
    }

    @Test
    void answer_ofMillionsOfSmallObjects_isTyped() {
        String body = "{\"id\":\"a\",\"x\":[" + "{},".repeat(4_000_000) + "{}]}";
        sandbox.answerNext(LOOK, Answer.json(200, body));
        assertThat(catchThrowableOfType(ProviderException.class, () -> pipeline.job("job-1")))
                .hasMessageContaining("the answer is not JSON");
    }

    @Test
    void threeHundredClosedPipelines_leaveNoThreads() throws InterruptedException {
        String file = pipeline.upload(data()).id();
        pipeline.start(request(file));
        long before = httpThreads();
        for (int i = 0; i < 300; i++) {
            try (TrainingPipeline each = adapter.pipeline(Wiring.to(sandbox.root()))) {
                listModels(each);
                if (i % 10 == 0) {
                    each.start(request(file));
                }
            }
        }
        long after = httpThreads();
        for (int tries = 0; tries < 300 && after > before + 10; tries++) {
            // a client's thread ends once nobody can reach the client
            System.gc();
            Thread.sleep(100);
            after = httpThreads();
        }
        assertThat(after).isLessThanOrEqualTo(before + 10);
    }

    private static long httpThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("HttpClient-"))
                .count();
    }

    @Test
    void askingAfterClose_isIllegalState() {
        ChatModel model = model();
        pipeline.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> model.ask(ChatRequest.of("hello")))
                .withMessageContaining("closed");
        assertThatIllegalStateException().isThrownBy(() -> pipeline.job("job-1"));
        assertThatIllegalStateException().isThrownBy(() -> pipeline.upload(data()));
        assertThat(sandbox.requestLines()).isEmpty();
    }

    @Test
    void ask_interrupted_endsAtOnceAndKeepsTheInterrupt() throws InterruptedException {
        assertThat(endOf(() -> model().ask(ChatRequest.of("hello")), ASK, Thread::interrupt))
                .isInstanceOf(RetryLaterException.class)
                .hasMessageContaining("interrupted");
    }

    @Test
    void create_interrupted_isUnknownAndKeepsTheInterrupt() throws InterruptedException {
        String file = pipeline.upload(data()).id();
        assertThat(endOf(() -> pipeline.start(request(file)), CREATE, Thread::interrupt))
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("run-7");
    }

    @Test
    void ask_pipelineClosedMeanwhile_endsAtOnce() throws InterruptedException {
        assertThat(endOf(() -> model().ask(ChatRequest.of("hello")), ASK, caller -> pipeline.close()))
                .isInstanceOf(RetryLaterException.class)
                .hasMessageContaining("closed");
    }

    /** How a call ends that waits for an answer which never comes, long before its own limit of twenty seconds. */
    private Throwable endOf(Runnable call, String line, Consumer<Thread> end) throws InterruptedException {
        CountDownLatch arrived = new CountDownLatch(1);
        sandbox.failNext(line, Fault.TIMEOUT_AFTER);
        sandbox.watch(request -> {}, request -> {
            if (request.line().matches(line)) {
                arrived.countDown();
            }
        });
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            failure.complete(catchThrowableOfType(ProviderException.class, call::run));
            interrupted.complete(Thread.currentThread().isInterrupted());
        });
        long start = System.nanoTime();
        caller.start();
        arrived.await();
        end.accept(caller);
        Throwable thrown = failure.join();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(19));
        assertThat(interrupted.join()).isEqualTo(thrown.getMessage().contains("interrupted"));
        return thrown;
    }

    static Stream<Arguments> words() {
        return Stream.of(
                Arguments.of("{\"error\":{\"message\":\"no disk\",\"code\":\"x\"}}", List.of("no disk")),
                Arguments.of("{\"error\":\"no disk\"}", List.of("no disk")),
                Arguments.of("{\"errors\":[\"no disk\",{\"message\":\"no tape\"}]}", List.of("no disk", "no tape")),
                Arguments.of("{\"message\":\"no disk\",\"request_id\":\"gw-1\"}", List.of("no disk")),
                Arguments.of("{\"detail\":\"no disk\"}", List.of("no disk")),
                Arguments.of(
                        "{\"detail\":[{\"loc\":[\"body\",\"a\",0],\"msg\":\"no disk\",\"input\":\"" + Canary.CONTENT
                                + "\"},{\"msg\":\"no tape\"}]}",
                        List.of("body.a.0: no disk", "no tape")),
                Arguments.of("{\"message\":{\"detail\":[{\"msg\":\"no disk\"}]}}", List.of("no disk")),
                Arguments.of("{\"error\":{\"message\":\"no disk\",\"param\":\"model\"}}", List.of("no disk (model)")),
                Arguments.of("no disk", List.of("no disk")),
                Arguments.of("<html><title>no disk</title></html>", List.of("no disk")),
                Arguments.of("", List.of("no explanation was given")),
                Arguments.of("{}", List.of("no explanation was given")));
    }

    @ParameterizedTest
    @MethodSource("words")
    void providersWords_inAnyShape_areKeptWhateverTheFailure(String body, List<String> words) {
        sandbox.answerNext(LOOK, Answer.json(422, body));
        assertThat(catchThrowableOfType(RequestRejectedException.class, () -> pipeline.job("job-1"))
                        .reasons())
                .isEqualTo(words);
        sandbox.answerNext(LOOK, Answer.json(404, body));
        assertThat(catchThrowableOfType(NotFoundException.class, () -> pipeline.job("job-1")))
                .hasMessageContaining(words.get(0));
        sandbox.answerNext(CREATE, Answer.json(500, body));
        assertThat(catchThrowableOfType(OutcomeUnknownException.class, () -> pipeline.start(request("file-1"))))
                .hasMessageContaining(words.get(0));
    }

    @Test
    void providersWords_thatQuoteTheKeyOrAHeadersSecret_areScrubbed() {
        try (TrainingPipeline discreet =
                adapter.pipeline(Wiring.to(sandbox.root()).header("X-Gateway-Token", "gw-secret-17"))) {
            sandbox.answerNext(LOOK, Answer.json(500, "{\"message\":\"bad " + Canary.KEY + " and gw-secret-17\"}"));
            assertThat(catchThrowableOfType(RetryLaterException.class, () -> discreet.job("job-1")))
                    .hasMessageContaining("bad *** and ***");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "authorization", "AUTHORIZATION"})
    void header_ofTheCallersOwn_isTheOnlyOneHoweverItIsSpelled(String name) {
        try (TrainingPipeline other =
                adapter.pipeline(Wiring.to(sandbox.root()).header(name, "Bearer another-key-17"))) {
            listModels(other);
        }
        List<ReceivedRequest> requests = sandbox.requests();
        assertThat(requests.get(requests.size() - 1).headers().get("authorization"))
                .isEqualTo("Bearer another-key-17");
    }

    @Test
    void download_asksForBytes() throws IOException {
        TrainingFile file = pipeline.upload(data());
        try (InputStream content = pipeline.files().download(file.id())) {
            assertThat(content.readAllBytes()).hasSize((int) file.bytes().orElseThrow());
        }
        assertThat(sandbox.requests().stream()
                        .filter(request -> request.path().endsWith("/content"))
                        .map(request -> request.headers().get("accept")))
                .isNotEmpty()
                .allMatch(accept -> accept.contains("application/octet-stream"));
    }

    @Test
    void proxy_thatAsksForAUser_isSaidToBeTheOneThatRefused() {
        ProviderException refused = throughProxy(Answer.json(407, "").with("Proxy-Authenticate", "Basic realm=\"x\""));
        assertThat(refused).isInstanceOf(CredentialsException.class).hasMessageContaining("proxy");
    }

    @Test
    void proxy_thatReachesNobody_hasSentNothing() {
        assertThat(throughProxy(Answer.json(502, "")))
                .isInstanceOf(RetryLaterException.class)
                .hasMessageContaining("nothing was sent");
    }

    private ProviderException throughProxy(Answer answer) {
        try (SocketServer proxy = new SocketServer(request -> answer, request -> Optional.empty())) {
            HttpClient client = HttpClient.newBuilder()
                    .proxy(ProxySelector.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port())))
                    .build();
            try (TrainingPipeline behind =
                    adapter.pipeline(Wiring.to("https://host.invalid").httpClient(client))) {
                return catchThrowableOfType(ProviderException.class, () -> behind.start(request("file-1")));
            }
        }
    }

    @Test
    void certificate_ofAnotherName_hasSentNothing() throws IOException, InterruptedException {
        TestCertificate elsewhere = TestCertificate.of("elsewhere.invalid", folder);
        try (SocketServer server =
                        SocketServer.secure(elsewhere.context(), request -> Answer.json(200, "{\"id\":\"x\"}"));
                TrainingPipeline misled = adapter.pipeline(Wiring.to("https://localhost:" + server.port())
                        .httpClient(HttpClient.newBuilder()
                                .sslContext(elsewhere.context())
                                .build()))) {
            assertThat(catchThrowableOfType(RetryLaterException.class, () -> misled.start(request("file-1"))))
                    .hasMessageContaining("nothing was sent");
        }
    }

    @Test
    void provider_outOfReach_isNamedAndNothingWasSent() {
        String root = sandbox.root();
        sandbox.close();
        assertThat(catchThrowableOfType(RetryLaterException.class, () -> pipeline.start(request("file-1"))))
                .hasMessageContaining(root)
                .hasMessageContaining("could not be reached, nothing was sent");
    }

    @Test
    void queryParameter_goesWithEveryRequestOfAnyKind() throws IOException {
        try (TrainingPipeline versioned =
                adapter.pipeline(Wiring.to(sandbox.root()).query("api-version", "2026-01 & x"))) {
            everyKindOfRequest(versioned);
        }
        assertThat(sandbox.requests())
                .hasSizeGreaterThan(8)
                .allSatisfy(request ->
                        assertThat(request.query()).as(request.line()).containsEntry("api-version", "2026-01 & x"));
    }

    @Test
    void httpClient_ofTheCallers_carriesEveryRequestAndIsLeftOpen() throws IOException {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .cookieHandler(new CookieHandler() {
                    @Override
                    public Map<String, List<String>> get(URI uri, Map<String, List<String>> headers) {
                        return Map.of("Cookie", List.of("client=own"));
                    }

                    @Override
                    public void put(URI uri, Map<String, List<String>> headers) {
                        // nothing is kept
                    }
                })
                .build();
        for (int i = 0; i < 2; i++) {
            try (TrainingPipeline own =
                    adapter.pipeline(Wiring.to(sandbox.root()).httpClient(client))) {
                everyKindOfRequest(own);
            }
        }
        assertThat(sandbox.requests())
                .hasSizeGreaterThan(16)
                .allSatisfy(request ->
                        assertThat(request.headers()).as(request.line()).containsEntry("cookie", "client=own"));
    }

    private void everyKindOfRequest(TrainingPipeline by) throws IOException {
        TrainingFile file = by.upload(data());
        TrainingJob job = by.start(request(file.id()));
        by.job(job.id());
        by.events(job.id());
        try (Stream<TrainingJob> found = by.jobs(JobQuery.marked("run-7"))) {
            assertThat(found).isNotEmpty();
        }
        by.cancel(job.id());
        by.chatModel(adapter.model()).ask(ChatRequest.of("hello"));
        listModels(by);
        try (InputStream content = by.files().download(file.id())) {
            assertThat(content.readAllBytes()).isNotEmpty();
        }
        by.files().delete(file.id());
    }

    @Test
    void tokens_thatExpire_areAskedForOnceForEachRequest() throws IOException {
        AtomicInteger issued = new AtomicInteger();
        try (TrainingPipeline expiring = adapter.pipeline(
                Wiring.to(sandbox.root()).tokens(() -> Secret.of("token-number-" + issued.incrementAndGet())))) {
            everyKindOfRequest(expiring);
        }
        List<String> sent = sandbox.requests().stream()
                .map(request -> request.headers().get("authorization"))
                .toList();
        assertThat(sent)
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, issued.get())
                        .mapToObj(number -> "Bearer token-number-" + number)
                        .toList());
    }

    @Test
    void tokens_quotedByTheHostAfterTheirSuccessorWasIssued_areScrubbed() {
        AtomicInteger issued = new AtomicInteger();
        try (TrainingPipeline expiring = adapter.pipeline(
                Wiring.to(sandbox.root()).tokens(() -> Secret.of("token-number-" + issued.incrementAndGet())))) {
            listModels(expiring);
            sandbox.answerNext(LOOK, Answer.json(500, "{\"message\":\"token-number-1 and token-number-2 are old\"}"));
            assertThat(catchThrowableOfType(RetryLaterException.class, () -> expiring.job("job-1")))
                    .hasMessageContaining("*** and *** are old");
        }
    }

    @Test
    void tokens_thatCannotBeHad_sendNothingAndAreTyped() {
        try (TrainingPipeline locked =
                adapter.pipeline(Wiring.to(sandbox.root()).tokens(() -> {
                    throw new UnsupportedOperationException(Canary.KEY);
                }))) {
            assertThat(catchThrowableOfType(RetryLaterException.class, () -> locked.start(request("file-1"))))
                    .hasMessageContaining("nothing was sent")
                    .hasMessageNotContaining(Canary.KEY);
        }
        CredentialsException typed =
                new CredentialsException(Incident.of("vault", "issue token"), "the vault is sealed", null);
        try (TrainingPipeline locked =
                adapter.pipeline(Wiring.to(sandbox.root()).tokens(() -> {
                    throw typed;
                }))) {
            assertThat(catchThrowableOfType(CredentialsException.class, () -> locked.start(request("file-1"))))
                    .isSameAs(typed);
        }
        assertThat(sandbox.requestLines()).isEmpty();
    }

    @Test
    void key_ofAReadyOrOwnClient_showsInNoPrintedForm() {
        try (TrainingPipeline other = adapter.pipeline(
                Wiring.to(sandbox.root()).key(Secret.of("another-key-17")).header("X-Token", "gw-secret-17"))) {
            assertThat(other.toString()).doesNotContain("another-key-17", "gw-secret-17");
            assertThat(other.chatModel("m").toString()).doesNotContain("another-key-17", "gw-secret-17");
        }
    }
}
