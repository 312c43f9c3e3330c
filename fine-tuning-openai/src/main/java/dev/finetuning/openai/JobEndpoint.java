package dev.finetuning.openai;

import com.openai.models.finetuning.jobs.JobListEventsParams;
import com.openai.models.finetuning.jobs.JobListParams;
import com.openai.models.finetuning.jobs.checkpoints.CheckpointListParams;
import com.openai.services.blocking.finetuning.JobService;
import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.Pages;
import dev.finetuning.adapter.WireObject;
import dev.finetuning.openai.wire.OpenAiEvents;
import dev.finetuning.openai.wire.OpenAiJobBody;
import dev.finetuning.openai.wire.OpenAiJobs;
import dev.finetuning.provider.CapabilityGoneException;
import dev.finetuning.training.Checkpoint;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingEvent;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code /fine_tuning/jobs}: creating, looking, listing and steering jobs. */
final class JobEndpoint {
    private final Connection connection;
    private final JobService.WithRawResponse jobs;

    JobEndpoint(Connection connection) {
        this.connection = connection;
        this.jobs = connection.client().withRawResponse().fineTuning().jobs();
    }

    TrainingJob create(TrainingRequest request) {
        Call call = Call.create("create job", request.mark().orElse(null));
        try {
            return once(
                    call,
                    () -> jobs.create(OpenAiJobBody.params(
                            request,
                            connection.profile(),
                            connection.settings().host().jobFields())));
        } catch (CapabilityGoneException e) {
            throw e.leaving(request.trainingFile());
        }
    }

    TrainingJob retrieve(String id) {
        Call call = Call.read("look at job", "job", id);
        return job(call, connection.exchange().read(call, () -> jobs.retrieve(id)));
    }

    TrainingJob cancel(String id) {
        return once(Call.repeatable("cancel job", "job", id), () -> jobs.cancel(id));
    }

    TrainingJob pause(String id) {
        return once(Call.repeatable("pause job", "job", id), () -> jobs.pause(id));
    }

    TrainingJob resume(String id) {
        return once(Call.repeatable("resume job", "job", id), () -> jobs.resume(id));
    }

    private TrainingJob once(Call call, Exchange.Request request) {
        return job(call, connection.exchange().send(call, request));
    }

    private TrainingJob job(Call call, Exchange.Answer answer) {
        return OpenAiJobs.job(answer.body())
                .orElseThrow(() -> connection
                        .exchange()
                        .failures()
                        .ofNonsense(call, 200, answer.requestId(), "the answer names no job"));
    }

    Stream<TrainingJob> list(JobQuery query) {
        return CursorPages.stream(cursor -> page(query, cursor))
                .map(OpenAiJobs::job)
                .flatMap(Optional::stream)
                .filter(query::matches);
    }

    private WireObject page(JobQuery query, Optional<String> cursor) {
        JobListParams.Builder params = JobListParams.builder().limit(Pages.PAGE_SIZE);
        cursor.ifPresent(params::after);
        String mark = query.mark().orElse(null);
        if (mark != null) {
            params.metadata(JobListParams.Metadata.builder()
                    .putAdditionalProperty(OpenAiJobs.MARK_KEY, mark)
                    .build());
        }
        return connection
                .exchange()
                .read(Call.read("list jobs"), () -> jobs.list(params.build()))
                .body();
    }

    List<TrainingEvent> events(String id) {
        Call call = Call.read("read events", "job", id);
        return OpenAiEvents.events(CursorPages.stream(cursor -> connection
                        .exchange()
                        .read(call, () -> jobs.listEvents(eventParams(id, cursor)))
                        .body())
                .toList());
    }

    private static JobListEventsParams eventParams(String id, Optional<String> cursor) {
        JobListEventsParams.Builder params =
                JobListEventsParams.builder().fineTuningJobId(id).limit(Pages.PAGE_SIZE);
        cursor.ifPresent(params::after);
        return params.build();
    }

    List<Checkpoint> checkpoints(String id) {
        Call call = Call.read("read checkpoints", "job", id);
        return CursorPages.stream(cursor -> connection
                        .exchange()
                        .read(call, () -> jobs.checkpoints().list(checkpointParams(id, cursor)))
                        .body())
                .map(wire -> OpenAiJobs.checkpoint(wire, id))
                .flatMap(Optional::stream)
                .sorted(Comparator.comparingLong(Checkpoint::step))
                .toList();
    }

    private static CheckpointListParams checkpointParams(String id, Optional<String> cursor) {
        CheckpointListParams.Builder params =
                CheckpointListParams.builder().fineTuningJobId(id).limit(Pages.PAGE_SIZE);
        cursor.ifPresent(params::after);
        return params.build();
    }
}
