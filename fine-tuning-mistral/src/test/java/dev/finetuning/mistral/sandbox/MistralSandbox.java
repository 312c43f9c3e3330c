package dev.finetuning.mistral.sandbox;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.ContentFolder;
import dev.finetuning.sandbox.JobPlan;
import dev.finetuning.sandbox.Json;
import dev.finetuning.sandbox.ProviderSandbox;
import dev.finetuning.sandbox.ReceivedRequest;
import dev.finetuning.sandbox.Routes;
import dev.finetuning.sandbox.TrainedAnswers;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Plays Mistral over real HTTP: files, jobs that rest once they are validated and live by a {@link JobPlan}
 * on the given time, events, checkpoints, models, batches, chat and classifications; and fails on demand. It
 * serves this library and plain clients alike.
 *
 * <p>As a JUnit extension ({@code @RegisterExtension final MistralSandbox sandbox = new MistralSandbox()})
 * it closes itself after each test. Thread-safe.
 */
public final class MistralSandbox extends ProviderSandbox<MistralSandbox> {
    private final Store store;
    private final Map<String, ChatModel> trained = new ConcurrentHashMap<>();
    private volatile Routes routes;

    /** A sandbox on the real time. */
    public MistralSandbox() {
        this(Clock.systemUTC());
    }

    /** A sandbox on the given time, such as {@code dev.finetuning.testing.ManualTime}. */
    public MistralSandbox(InstantSource time) {
        store = new Store(time);
        behave(new Habits(false, false, false));
    }

    /** Mistral as it is today: training is retired, all else goes on. */
    public MistralSandbox retired() {
        return behave(new Habits(true, false, false));
    }

    /** A provider that creates a job where a dry run is asked for. */
    public MistralSandbox ignoringDryRuns() {
        return behave(new Habits(false, true, false));
    }

    /** A provider whose events come oldest first instead of newest first. */
    public MistralSandbox eventsOldestFirst() {
        return behave(new Habits(false, false, true));
    }

    private MistralSandbox behave(Habits habits) {
        Routes all = new Routes("/v1");
        new FileRoutes(store).addTo(all);
        new JobRoutes(store, this::plan, habits).addTo(all);
        new ModelRoutes(store).addTo(all);
        ChatRoutes chats =
                new ChatRoutes(store, model -> chat().orElseGet(() -> trainedModel(model)), this::trainedClassifier);
        chats.addTo(all);
        new BatchRoutes(store, chats).addTo(all);
        routes = all;
        return this;
    }

    /** An error of the kind {@code {"object": "error", …}}. */
    public static Answer error(int status, String code, String message) {
        return Replies.error(status, code, message);
    }

    @Override
    protected MistralSandbox self() {
        return this;
    }

    @Override
    protected Answer answer(ReceivedRequest request) {
        if (!request.headers().getOrDefault("authorization", "").startsWith("Bearer ")) {
            return Replies.gateway(401, "Unauthorized");
        }
        return routes.answer(request).orElseGet(() -> Replies.gateway(404, "no Route matched with those values"));
    }

    @Override
    protected Answer unreadable(ReceivedRequest request) {
        return Replies.invalid("JSON decode error", null, "body");
    }

    /** The base URL for clients: {@code http://127.0.0.1:…}. */
    public String url() {
        return root();
    }

    @Override
    public int jobCount() {
        synchronized (store) {
            return store.jobs.size();
        }
    }

    @Override
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

    private ChatModel trainedModel(String model) {
        return trained.computeIfAbsent(model, id -> new TrainedAnswers(id, lines(id)));
    }

    private TrainedLabels trainedClassifier(String model) {
        SandboxJob job = store.jobOfModel(model).orElseThrow();
        return new TrainedLabels(job.request().path("classifier_targets"), lines(model));
    }

    private List<String> lines(String model) {
        return store.jobOfModel(model).stream()
                .flatMap(job -> job.fileIds().stream())
                .flatMap(id -> store.file(id).stream())
                .flatMap(file -> ContentFolder.lines(file.content()).stream())
                .toList();
    }

    @Override
    public synchronized void close() {
        super.close();
        store.delete();
    }
}
