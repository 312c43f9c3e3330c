package dev.finetuning.openweights.internal.ray;

import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.Failures;
import dev.finetuning.adapter.Refusal;
import dev.finetuning.adapter.http.ProviderExchange;
import dev.finetuning.adapter.http.ProviderRequest;
import dev.finetuning.adapter.http.ProviderResponse;
import dev.finetuning.openweights.internal.serving.HostSettings;
import dev.finetuning.provider.NotFoundException;
import dev.finetuning.provider.ProviderException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Ray's interface for jobs over HTTP (version 4 of it: Ray 2.x). A submission's id is chosen by who submits, and Ray
 * takes each once. Thread-safe.
 */
final class RayJobs implements AutoCloseable {
    private static final String SUBMISSION = "submission";
    private static final String JOBS = "/api/jobs/";
    private static final String UNKNOWN = "does not exist";

    private final ProviderExchange exchange;

    RayJobs(HostSettings host) {
        this.exchange = host.exchange(RayJobs::notOfRay);
    }

    /** A gateway whose head is away says 404, too, and must not be taken for a head that has forgotten all. */
    private static Optional<ProviderException> notOfRay(Failures failures, Call call, Refusal refusal) {
        return refusal.status() == 404 && !refusal.message().contains(UNKNOWN)
                ? Optional.of(failures.retryLater(call, refusal))
                : Optional.empty();
    }

    /**
     * Requires a Ray head to be there.
     *
     * @throws dev.finetuning.provider.ProviderFaultException if something else answers
     */
    void require() {
        Call call = Call.read("reach Ray");
        ProviderResponse answer = exchange.read(call, () -> ProviderRequest.get("/api/version"));
        if (answer.body().text("ray_version").isEmpty()) {
            throw exchange.nonsense(call, answer, "what answers is no Ray head; check the address");
        }
    }

    /**
     * A submission; empty if Ray does not know it.
     *
     * @throws dev.finetuning.provider.ProviderFaultException if the answer tells no status
     */
    Optional<RaySubmission> find(String id) {
        Call call = Call.read("look for submission", SUBMISSION, id);
        try {
            ProviderResponse answer = exchange.read(call, () -> ProviderRequest.get(JOBS + id));
            String status = answer.body()
                    .text("status")
                    .filter(word -> !word.isBlank())
                    .orElseThrow(() -> exchange.nonsense(call, answer, "submission " + id + " has no status"));
            return Optional.of(RaySubmission.of(answer.body(), status));
        } catch (NotFoundException unknown) {
            return Optional.empty();
        }
    }

    /** Uploads a working directory, which Ray keeps once however often it comes. */
    void upload(RayPackage scripts) {
        ProviderRequest request = new ProviderRequest(
                "PUT",
                "/api/packages/gcs/" + scripts.name(),
                Optional.of(scripts.content()),
                "application/json",
                Optional.empty());
        exchange.tell(Call.repeatable("upload worker", "package", scripts.name()), () -> request);
    }

    /** Submits a command. Sending it again does no harm: Ray refuses an id that it has. */
    void submit(String id, Map<String, ?> command) {
        exchange.tell(Call.repeatable("submit", "", id), () -> ProviderRequest.post(JOBS, command));
    }

    /** Ends the process of a submission, if Ray knows it. */
    void stop(String id) {
        try {
            exchange.tell(
                    Call.repeatable("stop submission", SUBMISSION, id),
                    () -> ProviderRequest.post(JOBS + id + "/stop"));
        } catch (NotFoundException gone) {
            // there is nothing to end
        }
    }

    /** What the process of a submission has printed; nothing if Ray does not know it. */
    String log(String id) {
        Call call = Call.read("read log", SUBMISSION, id);
        try {
            return exchange.read(call, () -> ProviderRequest.get(JOBS + id + "/logs"))
                    .body()
                    .text("logs", "");
        } catch (NotFoundException unknown) {
            return "";
        }
    }

    /** The last line of some that is not blank. */
    static String lastLine(String text) {
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        return lines.isEmpty() ? "" : lines.get(lines.size() - 1).strip();
    }

    @Override
    public void close() {
        exchange.close();
    }
}
