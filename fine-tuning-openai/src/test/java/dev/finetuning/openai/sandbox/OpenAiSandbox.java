package dev.finetuning.openai.sandbox;

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
 * Plays OpenAI over real HTTP: uploads (whole and in parts), jobs that live by a {@link JobPlan} on the
 * given time, events, checkpoints, result files, models, batches and chat; and fails on demand. It serves
 * this library and the plain vendor client alike, under {@code /v1} and {@code /openai/v1}.
 *
 * <p>As a JUnit extension ({@code @RegisterExtension final OpenAiSandbox sandbox = new OpenAiSandbox()})
 * it closes itself after each test. Thread-safe.
 */
public final class OpenAiSandbox extends ProviderSandbox<OpenAiSandbox> {
    private final Store store;
    private final Routes routes = new Routes("(?:/openai)?/v1");
    private final Map<String, ChatModel> trained = new ConcurrentHashMap<>();

    /** A sandbox on the real time. */
    public OpenAiSandbox() {
        this(Clock.systemUTC());
    }

    /** A sandbox on the given time, such as {@code dev.finetuning.testing.ManualTime}. */
    public OpenAiSandbox(InstantSource time) {
        store = new Store(time);
        new FileRoutes(store).addTo(routes);
        new JobRoutes(store, this::plan).addTo(routes);
        ChatRoutes chatRoutes = new ChatRoutes(store, model -> chat().orElseGet(() -> trainedModel(model)));
        chatRoutes.addTo(routes);
        new BatchRoutes(store, chatRoutes).addTo(routes);
    }

    /** An error in OpenAI's form. */
    public static Answer error(int status, String code, String message) {
        return Replies.error(status, code, message);
    }

    @Override
    protected OpenAiSandbox self() {
        return this;
    }

    @Override
    protected Answer answer(ReceivedRequest request) {
        Map<String, String> headers = request.headers();
        if (!headers.containsKey("authorization") && !headers.containsKey("api-key")) {
            return error(401, "invalid_api_key", "You didn't provide an API key.");
        }
        return routes.answer(request)
                .orElseGet(() -> error(404, "unknown_url", "Invalid URL (" + request.line() + ")"));
    }

    @Override
    protected Answer unreadable(ReceivedRequest request) {
        return error(400, null, "We could not parse the JSON body of your request.");
    }

    /** The base URL for clients: {@code http://127.0.0.1:…/v1}. */
    public String url() {
        return root() + "/v1";
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
        return store.jobOfModel(model)
                .flatMap(job -> store.file(job.request().path("training_file").asText()))
                .map(file -> trained.computeIfAbsent(
                        model, id -> new TrainedAnswers(id, ContentFolder.lines(file.content()))))
                .orElseGet(() -> new TrainedAnswers(model, List.of()));
    }

    @Override
    public synchronized void close() {
        super.close();
        store.delete();
    }
}
