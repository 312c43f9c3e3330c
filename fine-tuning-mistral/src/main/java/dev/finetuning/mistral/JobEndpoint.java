package dev.finetuning.mistral;

import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.JobControl;
import dev.finetuning.adapter.WireObject;
import dev.finetuning.adapter.http.ProviderRequest;
import dev.finetuning.adapter.http.ProviderResponse;
import dev.finetuning.mistral.wire.MistralEvents;
import dev.finetuning.mistral.wire.MistralJobs;
import dev.finetuning.provider.CapabilityGoneException;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.training.Checkpoint;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingEvent;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingRequest;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * {@code /v1/fine_tuning/jobs}: creating, looking, listing and steering jobs. A verb that changes a job
 * looks at it before it is sent, and again when its answer is lost; no verb is sent twice.
 */
final class JobEndpoint {
    private static final String JOBS = "/v1/fine_tuning/jobs";
    private static final String VALIDATED = "VALIDATED";
    private static final Set<JobPhase> NOT_READY =
            EnumSet.of(JobPhase.NOT_STARTED, JobPhase.VALIDATING, JobPhase.QUEUED);

    private final Connection connection;

    JobEndpoint(Connection connection) {
        this.connection = connection;
    }

    TrainingJob create(TrainingRequest request) {
        Call call = Call.create("create job", request.mark());
        Connection discreet = connection.hiding(JobBody.secrets(request, connection.settings()));
        try {
            ProviderRequest body = ProviderRequest.post(JOBS, JobBody.fields(request, connection.settings()));
            return job(call, discreet.exchange().send(call, () -> body));
        } catch (CapabilityGoneException e) {
            throw e.leaving(request.trainingFile());
        }
    }

    /** What a job would cost. A provider that has no dry runs any more creates the job instead: it is cancelled. */
    JobEstimate estimate(TrainingRequest request) {
        Call call = Call.create("estimate job", request.mark());
        Connection discreet = connection.hiding(JobBody.secrets(request, connection.settings()));
        ProviderRequest dryRun = ProviderRequest.post(JOBS, JobBody.fields(request, connection.settings()))
                .with("dry_run", true);
        WireObject answer;
        try {
            answer = discreet.exchange().send(call, () -> dryRun).body();
        } catch (CapabilityGoneException e) {
            throw e.leaving(request.trainingFile());
        }
        Optional<TrainingJob> created = MistralJobs.job(answer);
        if (created.isPresent()) {
            cancel(created.get().id());
            throw new CapabilityGoneException(
                    Incident.of(Connection.PROVIDER, call.operation()),
                    "dry run",
                    "the provider has no dry runs: it created the job "
                            + created.get().id()
                            + ", which was cancelled; start a job and read its estimate once it is validated",
                    null);
        }
        return JobEstimate.of(answer);
    }

    TrainingJob retrieve(String id) {
        return job(look(id), details(id));
    }

    private static Call look(String id) {
        return Call.read("look at job", "job", id);
    }

    private ProviderResponse details(String id) {
        return connection.exchange().read(look(id), () -> ProviderRequest.get(path(id)));
    }

    private TrainingJob job(Call call, ProviderResponse answer) {
        return MistralJobs.job(answer.body())
                .orElseThrow(() -> connection.exchange().nonsense(call, answer, "the answer names no job"));
    }

    /** Starts a job that rests; one that was started before stays as it is. */
    TrainingJob launch(String id) {
        ProviderResponse seen = details(id);
        TrainingJob job = job(look(id), seen);
        JobPhase phase = job.status().phase();
        if (NOT_READY.contains(phase) && !MistralEvents.tell(seen.body().objects("events"), VALIDATED)) {
            throw new RetryLaterException(
                    Incident.of(Connection.PROVIDER, "start job"),
                    "the job " + id + " is " + job.status() + " and can be started once it is " + VALIDATED,
                    null,
                    null);
        }
        if (phase != JobPhase.VALIDATED && phase != JobPhase.UNKNOWN) {
            return job;
        }
        return JobControl.steer(
                () -> retrieve(id),
                () -> verb("start", id),
                after -> after.status().phase() != JobPhase.VALIDATED);
    }

    /** Cancels a job; one that is over or on its way there stays as it is. */
    TrainingJob cancel(String id) {
        return JobControl.cancel(() -> retrieve(id), () -> verb("cancel", id));
    }

    private TrainingJob verb(String verb, String id) {
        Call call = Call.repeatable(verb + " job", "job", id);
        return job(call, connection.exchange().send(call, () -> ProviderRequest.post(path(id) + "/" + verb)));
    }

    Stream<TrainingJob> list(JobQuery query) {
        ProviderRequest list = ProviderRequest.get(JOBS)
                .with("suffix", query.mark())
                .with("model", query.baseModel())
                .with("created_after", query.createdAfter())
                .with("status", query.phase().flatMap(MistralJobs::wordFor));
        Call call = Call.read("list jobs");
        return connection
                .pages(call.operation(), list)
                .map(wire -> listed(call, wire))
                .filter(query::matches);
    }

    /** A job without an id may be the one that is looked for, so it is not left out. */
    private TrainingJob listed(Call call, WireObject wire) {
        return MistralJobs.job(wire)
                .orElseThrow(() -> connection
                        .exchange()
                        .failures()
                        .ofNonsense(call, 200, Optional.empty(), "a listed job has no id"));
    }

    List<TrainingEvent> events(String id) {
        return MistralEvents.events(details(id).body().objects("events"));
    }

    List<Checkpoint> checkpoints(String id) {
        return MistralJobs.checkpoints(details(id).body(), id);
    }

    private static String path(String id) {
        return JOBS + "/" + ProviderRequest.segment(id);
    }
}
