package dev.finetuning.openai.sandbox;

import dev.finetuning.chat.ChatModel;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Plays OpenAI over real HTTP: uploads (whole and in parts), jobs that live by a {@link JobPlan} on the
 * given time, events, checkpoints, result files, models, batches and chat; and fails on demand. It serves
 * this library and the plain vendor client alike, under {@code /v1} and {@code /openai/v1}.
 *
 * <p>As a JUnit extension ({@code @RegisterExtension final OpenAiSandbox sandbox = new OpenAiSandbox()})
 * it closes itself after each test. Thread-safe.
 */
public final class OpenAiSandbox implements AutoCloseable, AfterEachCallback {
    private final Store store;
    private final SocketServer server;
    private final Routes routes = new Routes();
    private final Map<String, ChatModel> trained = new ConcurrentHashMap<>();
    private final Deque<Planned> planned = new ArrayDeque<>();
    private final List<ReceivedRequest> requests = new ArrayList<>();
    private volatile JobPlan plan = JobPlan.USUAL;
    private volatile Function<String, ChatModel> chat = this::trainedModel;

    /** Something lined up for the next request that matches; exactly one of the last two is given. */
    private record Planned(Pattern line, Optional<Fault> fault, Optional<Answer> answer) {}

    /** A sandbox on the real time. */
    public OpenAiSandbox() {
        this(Clock.systemUTC());
    }

    /** A sandbox on the given time, such as {@code dev.finetuning.testing.ManualTime}. */
    public OpenAiSandbox(InstantSource time) {
        store = new Store(time);
        new FileRoutes(store).addTo(routes);
        new JobRoutes(store, () -> plan).addTo(routes);
        ChatRoutes chatRoutes = new ChatRoutes(store, model -> chat.apply(model));
        chatRoutes.addTo(routes);
        new BatchRoutes(store, chatRoutes).addTo(routes);
        server = new SocketServer(this::handle, this::fault);
    }

    /** The base URL for clients: {@code http://127.0.0.1:…/v1}. */
    public String url() {
        return server.url() + "/v1";
    }

    /** The address without a path, as an Azure resource has it. */
    public String root() {
        return server.url();
    }

    /** How jobs run that are created from now on. */
    public OpenAiSandbox plan(JobPlan newPlan) {
        plan = newPlan;
        return this;
    }

    /** Lets a model answer all chats. */
    public OpenAiSandbox chat(ChatModel model) {
        chat = id -> model;
        return this;
    }

    /** Lets the next request whose {@code "METHOD path"} the regular expression finds meet a fault. */
    public OpenAiSandbox failNext(String line, Fault fault) {
        return line(new Planned(Pattern.compile(line), Optional.of(fault), Optional.empty()));
    }

    /** Gives the next request whose {@code "METHOD path"} the regular expression finds this answer. */
    public OpenAiSandbox answerNext(String line, Answer answer) {
        return line(new Planned(Pattern.compile(line), Optional.empty(), Optional.of(answer)));
    }

    private OpenAiSandbox line(Planned next) {
        synchronized (planned) {
            planned.add(next);
        }
        return this;
    }

    /** All requests so far, as {@code "METHOD path"}. */
    public List<String> requestLines() {
        synchronized (requests) {
            return requests.stream().map(ReceivedRequest::line).toList();
        }
    }

    /** All requests so far; their bodies are gone. */
    public List<ReceivedRequest> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    /** How many jobs the host has. */
    public int jobCount() {
        synchronized (store) {
            return store.jobs.size();
        }
    }

    /** How many files the host has. */
    public int fileCount() {
        synchronized (store) {
            return store.files.size();
        }
    }

    /** The body of each job's creation, as JSON values, oldest first. */
    public List<Object> jobRequests() {
        synchronized (store) {
            return store.jobs.values().stream()
                    .map(job -> Json.value(job.request()))
                    .toList();
        }
    }

    private Optional<Fault> fault(ReceivedRequest request) {
        synchronized (requests) {
            requests.add(request);
        }
        return take(request, next -> next.fault().isPresent()).flatMap(Planned::fault);
    }

    private Answer handle(ReceivedRequest request) {
        return take(request, next -> next.answer().isPresent())
                .flatMap(Planned::answer)
                .orElseGet(() -> routes.answer(request));
    }

    private Optional<Planned> take(ReceivedRequest request, java.util.function.Predicate<Planned> kind) {
        synchronized (planned) {
            Optional<Planned> next = planned.stream()
                    .filter(kind)
                    .filter(candidate ->
                            candidate.line().matcher(request.line()).find())
                    .findFirst();
            next.ifPresent(planned::remove);
            return next;
        }
    }

    private ChatModel trainedModel(String model) {
        return store.jobOfModel(model)
                .flatMap(job -> store.file(job.request().path("training_file").asText()))
                .map(file -> trained.computeIfAbsent(model, id -> new TrainedAnswers(id, Store.lines(file.content()))))
                .orElseGet(() -> new TrainedAnswers(model, List.of()));
    }

    @Override
    public void close() {
        server.close();
        store.delete();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        close();
    }
}
