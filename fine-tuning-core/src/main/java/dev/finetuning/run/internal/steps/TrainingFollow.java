package dev.finetuning.run.internal.steps;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.cost.BudgetExceededException;
import dev.finetuning.cost.Money;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.internal.content.OneLine;
import dev.finetuning.provider.NotFoundException;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.internal.stored.RunEvent;
import dev.finetuning.run.internal.stored.RunPart;
import dev.finetuning.run.internal.stored.RunState;
import dev.finetuning.run.internal.stored.StoredCost;
import dev.finetuning.training.JobFailure;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.follow.internal.JobLook;
import dev.finetuning.training.internal.stored.StoredPhases;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the data, follows the job, and asks its model until the provider serves it. */
final class TrainingFollow {
    private static final Logger LOG = LoggerFactory.getLogger(FineTuningRuns.class);
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(20);

    /** A worker that dies this often dies of the job. */
    private static final int MAX_ATTEMPTS = 20;

    private final Map<String, JobLook> looks = new ConcurrentHashMap<>();
    private final RunContext context;
    private final RunJobs jobs;

    TrainingFollow(RunContext context, RunJobs jobs) {
        this.context = context;
        this.jobs = jobs;
    }

    /** Sends the data, unless the provider does not take it. Uploads are found again by their content. */
    RunState upload(RunState state) {
        boolean validating = state.started().data().validation() != null;
        RunEvent outcome;
        try {
            String training = upload(state, RunPart.TRAIN, "-train");
            outcome = new RunEvent.Uploaded(
                    training, validating ? upload(state, RunPart.VALIDATION, "-validation") : null);
        } catch (RequestRejectedException e) {
            outcome = new RunEvent.Failed(e.getMessage() + "; nothing was spent");
        }
        return context.log().append(state, outcome);
    }

    private String upload(RunState state, RunPart part, String suffix) {
        return pipeline()
                .upload(context.data().open(state, part, state.started().name() + suffix))
                .id();
    }

    /** Looks at the job once. Its status decides; its events only say how far it has come. */
    RunState look(RunState state) {
        jobs.cancelSurplus(state);
        String jobId = Objects.requireNonNull(state.jobId());
        JobLook.Seen seen;
        try {
            seen = looks.computeIfAbsent(jobId, id -> new JobLook(pipeline(), id))
                    .at(context.now(), failure -> eventsUnread(state, failure));
        } catch (NotFoundException e) {
            return notFound(state, e);
        }
        TrainingJob job = seen.job();
        RunEvent.JobSeen event = event(state, seen);
        if (state.failures() > 0 || !event.equals(state.progress().seen())) {
            context.log().append(state, event);
        }
        JobPhase phase = job.status().phase();
        if (seen.finished() && phase == JobPhase.SUCCEEDED) {
            return over(state, job, new RunEvent.Trained(job.model().orElseThrow(), tokens(job)));
        }
        if (seen.finished()) {
            return endedBadly(state, job);
        }
        if (seen.resting(pipeline().capabilities())) {
            return launch(state, job);
        }
        if (seen.interrupted(pipeline().capabilities())) {
            LOG.warn(
                    "the worker of job {} ended before the job; run {} goes on with it", OneLine.of(jobId), state.id());
            pipeline().resume(jobId);
        }
        return context.patience()
                .overdue(state, context.now())
                .map(why -> context.log().append(state, new RunEvent.TimedOut(why)))
                .orElse(state);
    }

    private void eventsUnread(RunState state, RuntimeException failure) {
        LOG.warn(
                "the events of job {} cannot be read ({}); run {} continues without them",
                OneLine.of(state.jobId()),
                failure.getClass().getName(),
                state.id());
        context.eventsUnread().accept(state, failure);
    }

    /** A job that its provider does not find for a few looks in a row is gone, and the run with it. */
    private RunState notFound(RunState state, NotFoundException failure) {
        if (JobLook.passes(failure, state.failures() + 1)) {
            return context.delay(state, RunSteps.reason(failure), LOOK_AGAIN);
        }
        RunEvent failed = new RunEvent.Failed(
                "its provider no longer knows job " + state.jobId() + ": " + RunSteps.reason(failure));
        return end(state, Billing.ofLost(state), failed);
    }

    private RunState endedBadly(RunState state, TrainingJob job) {
        if (interruptedUnbilled(job) && state.attempts() < MAX_ATTEMPTS) {
            return context.log().append(state, new RunEvent.JobInterrupted(job.id()));
        }
        String why = new FailedJobReason(context.data()).of(job, state);
        return over(state, job, new RunEvent.Failed(why));
    }

    /** Lets a validated job train, if what its provider wants for it is within the run's limits. */
    private RunState launch(RunState state, TrainingJob job) {
        StoredCost cost = state.started().cost();
        try {
            Optional.ofNullable(cost)
                    .flatMap(known -> Billing.providersFigure(known, job))
                    .ifPresent(figure -> context.budgets().raise(state, figure));
        } catch (BudgetExceededException e) {
            TrainingJob cancelled = jobs.end(job.id()).orElse(job);
            return over(state, cancelled, new RunEvent.Failed(e.getMessage() + " The job was not launched."));
        }
        RunState now = context.log().load(state.id());
        if (now.size() != state.size()) {
            return now; // somebody ended the run meanwhile; what was set aside for it just now is given back
        }
        pipeline().launch(job.id());
        return state;
    }

    private RunState over(RunState state, TrainingJob job, RunEvent outcome) {
        return end(state, Billing.of(state, job), outcome);
    }

    private RunState end(RunState state, Optional<RunEvent> bill, RunEvent outcome) {
        looks.remove(Objects.requireNonNull(state.jobId()));
        return bill.isPresent()
                ? context.log().append(state, bill.get(), outcome)
                : context.log().append(state, outcome);
    }

    /** Whether the job may be sent again at no cost. Only a provider that says so is believed. */
    private boolean interruptedUnbilled(TrainingJob job) {
        return pipeline().capabilities().interruptedIsUnbilled()
                && job.failure()
                        .flatMap(JobFailure::code)
                        .filter(JobFailure.INTERRUPTED::equals)
                        .isPresent();
    }

    private static @Nullable Long tokens(TrainingJob job) {
        return job.trainedTokens().isPresent() ? (Long) job.trainedTokens().getAsLong() : null;
    }

    private static RunEvent.JobSeen event(RunState state, JobLook.Seen seen) {
        RunEvent.JobSeen before = state.progress().seen();
        Map<String, Double> metrics = new LinkedHashMap<>();
        if (seen.events().isEmpty() && before != null) {
            metrics.putAll(before.metrics());
        }
        seen.events().ifPresent(events -> events.forEach(event -> metrics.putAll(event.metrics())));
        TrainingJob job = seen.job();
        return new RunEvent.JobSeen(
                StoredPhases.of(job.status().phase()),
                job.status().providerText(),
                job.estimatedFinish().orElse(null),
                tokens(job),
                metrics);
    }

    /** Asks the new model one question. */
    RunState ask(RunState state) {
        ChatModel model =
                pipeline().chatModel(Objects.requireNonNull(state.outcome().modelId()));
        try {
            ChatReply reply = model.ask(ChatRequest.of(question(state)));
            BigDecimal cost = Optional.ofNullable(state.started().cost())
                    .flatMap(prices -> prices.ofAnswer(reply.usage()))
                    .map(Money::amount)
                    .orElse(null);
            return context.log()
                    .append(state, new RunEvent.Answered(reply.latency().toMillis(), cost));
        } catch (RequestRejectedException | RetryLaterException | ProviderFaultException e) {
            Duration serving = context.patience().serving();
            boolean patient = context.now().isBefore(state.movedAt().plus(serving));
            return context.log()
                    .append(
                            state,
                            patient
                                    ? new RunEvent.Delayed(
                                            "the new model does not answer yet: " + e.getMessage(),
                                            context.now().plus(ASK_AGAIN))
                                    : new RunEvent.TimedOut("the new model "
                                            + state.outcome().modelId() + " of job " + state.jobId()
                                            + " did not answer within " + serving + ": " + e.getMessage()
                                            + ". It is trained and paid for: extend the run once it is served"));
        }
    }

    private List<Message> question(RunState state) {
        for (Example example : context.data().open(state, RunPart.TRAIN, "question")) {
            List<Message> messages = example.messages();
            if (messages.size() > 1) {
                return messages.subList(0, messages.size() - 1);
            }
        }
        return List.of(Message.user("Hello"));
    }

    private TrainingPipeline pipeline() {
        return context.pipeline();
    }
}
