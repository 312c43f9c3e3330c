package dev.finetuning.openai;

import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.JobControl;
import dev.finetuning.adapter.WireObject;
import dev.finetuning.adapter.http.ProviderRequest;
import dev.finetuning.adapter.http.ProviderResponse;
import dev.finetuning.openai.wire.OpenAiEvents;
import dev.finetuning.openai.wire.OpenAiJobBody;
import dev.finetuning.openai.wire.OpenAiJobs;
import dev.finetuning.provider.CapabilityGoneException;
import dev.finetuning.training.Checkpoint;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingEvent;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * {@code /fine_tuning/jobs}: creating, looking, listing and steering jobs. A verb that changes a job is sent
 * once; where it is refused or its answer is lost, the job is looked at.
 */
final class JobEndpoint {
    private static final String JOBS = "/fine_tuning/jobs";
    private static final Set<JobPhase> PAUSED = Set.of(JobPhase.PAUSED);

    private final Connection connection;

    JobEndpoint(Connection connection) {
        this.connection = connection;
    }

    TrainingJob create(TrainingRequest request) {
        Call call = Call.create("create job", request.mark());
        Map<String, Object> body = OpenAiJobBody.fields(
                request, connection.profile(), connection.settings().endpoint().jobFields());
        try {
            return job(call, connection.exchange().send(call, () -> ProviderRequest.post(JOBS, body)));
        } catch (CapabilityGoneException e) {
            throw e.leaving(request.trainingFile());
        }
    }

    TrainingJob retrieve(String id) {
        Call call = Call.read("look at job", "job", id);
        return job(call, connection.exchange().read(call, () -> ProviderRequest.get(path(id))));
    }

    TrainingJob cancel(String id) {
        return JobControl.cancel(() -> retrieve(id), () -> verb("cancel", id));
    }

    TrainingJob pause(String id) {
        return JobControl.steer(
                () -> retrieve(id),
                () -> verb("pause", id),
                job -> PAUSED.contains(job.status().phase()));
    }

    TrainingJob resume(String id) {
        return JobControl.steer(
                () -> retrieve(id),
                () -> verb("resume", id),
                job -> !PAUSED.contains(job.status().phase()));
    }

    private TrainingJob verb(String verb, String id) {
        Call call = Call.repeatable(verb + " job", "job", id);
        return job(call, connection.exchange().send(call, () -> ProviderRequest.post(path(id) + "/" + verb)));
    }

    private TrainingJob job(Call call, ProviderResponse answer) {
        return OpenAiJobs.job(answer.body())
                .orElseThrow(() -> connection.exchange().nonsense(call, answer, "the answer names no job"));
    }

    Stream<TrainingJob> list(JobQuery query) {
        ProviderRequest list = ProviderRequest.get(JOBS).with("metadata[" + OpenAiJobs.MARK_KEY + "]", query.mark());
        Call call = Call.read("list jobs");
        return connection.pages(call, list).map(wire -> listed(call, wire)).filter(query::matches);
    }

    /** A job without an id may be the one that is looked for, so it is not left out. */
    private TrainingJob listed(Call call, WireObject wire) {
        return OpenAiJobs.job(wire)
                .orElseThrow(() -> connection
                        .exchange()
                        .failures()
                        .ofNonsense(call, 200, Optional.empty(), "a listed job has no id"));
    }

    List<TrainingEvent> events(String id) {
        return OpenAiEvents.events(
                parts(Call.read("read events", "job", id), "events").toList());
    }

    List<Checkpoint> checkpoints(String id) {
        return parts(Call.read("read checkpoints", "job", id), "checkpoints")
                .map(wire -> OpenAiJobs.checkpoint(wire, id))
                .flatMap(Optional::stream)
                .sorted(Comparator.comparingLong(Checkpoint::step))
                .toList();
    }

    private Stream<WireObject> parts(Call call, String parts) {
        return connection.pages(
                call, connection.exchange().ready(call, () -> ProviderRequest.get(path(call.id()) + "/" + parts)));
    }

    private static String path(String id) {
        return JOBS + "/" + ProviderRequest.segment(id);
    }
}
