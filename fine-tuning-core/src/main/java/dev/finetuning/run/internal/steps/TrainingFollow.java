package dev.finetuning.run.internal.steps;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.cost.BudgetExceededException;
import dev.finetuning.cost.Money;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.run.internal.stored.RunEvent;
import dev.finetuning.run.internal.stored.RunJson;
import dev.finetuning.run.internal.stored.RunState;
import dev.finetuning.run.internal.stored.StoredCost;
import dev.finetuning.run.internal.stored.StoredData;
import dev.finetuning.training.Capabilities;
import dev.finetuning.training.JobFailure;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.TrainingEvent;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingPipeline;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends the data, follows the job, and asks its model until the host serves it. */
final class TrainingFollow {
    private static final Duration ASK_AGAIN = Duration.ofSeconds(20);

    /** A worker that dies this often dies of the job. */
    private static final int MAX_ATTEMPTS = 20;

    private final RunContext context;
    private final Submission submission;

    TrainingFollow(RunContext context, Submission submission) {
        this.context = context;
        this.submission = submission;
    }

    /** Sends the data. Uploads are found again by their content, so doing it twice does no harm. */
    RunState upload(RunState state) {
        StoredData data = state.started().data();
        String name = state.started().name();
        String training = pipeline()
                .upload(context.data().open(name + "-train", data.train()))
                .id();
        String validation = data.validation() == null
                ? null
                : pipeline()
                        .upload(context.data().open(name + "-validation", data.validation()))
                        .id();
        return context.log().append(state, new RunEvent.Uploaded(training, validation));
    }

    /** Looks at the job once. */
    RunState look(RunState state) {
        submission.cancelSurplus(state);
        TrainingJob job = pipeline().job(Objects.requireNonNull(state.jobId()));
        RunEvent.JobSeen seen = seen(job);
        if (!seen.equals(state.progress().seen())) {
            context.log().append(state, seen);
        }
        JobPhase phase = job.status().phase();
        if (phase == JobPhase.SUCCEEDED) {
            return succeeded(state, job);
        }
        if (phase == JobPhase.FAILED || phase == JobPhase.CANCELLED) {
            if (interruptedUnbilled(job) && state.attempts() < MAX_ATTEMPTS) {
                return context.log().append(state, new RunEvent.JobInterrupted(job.id()));
            }
            String why =
                    new FailedJobReason(context.data()).of(job, state.started().data());
            return over(state, job, new RunEvent.Failed(why));
        }
        if (phase == JobPhase.VALIDATED && !pipeline().capabilities().startsByItself()) {
            return launch(state, job);
        }
        return state;
    }

    /** Lets a validated job train, if what its host wants for it is within the run's limits. */
    private RunState launch(RunState state, TrainingJob job) {
        StoredCost cost = state.started().cost();
        try {
            Optional.ofNullable(cost)
                    .flatMap(known -> Billing.hostsFigure(known, job))
                    .ifPresent(figure -> context.budgets().raise(state, figure));
        } catch (BudgetExceededException e) {
            TrainingJob cancelled = pipeline().cancel(job.id());
            return over(state, cancelled, new RunEvent.Failed(e.getMessage() + " The job was not launched."));
        }
        pipeline().launch(job.id());
        return state;
    }

    private RunState over(RunState state, TrainingJob job, RunEvent outcome) {
        Optional<RunEvent> bill = Billing.of(state, job);
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

    private RunState succeeded(RunState state, TrainingJob job) {
        // a provider may report success a moment before it names the model
        return job.model()
                .map(model -> over(state, job, new RunEvent.Trained(model, tokens(job))))
                .orElse(state);
    }

    private static @Nullable Long tokens(TrainingJob job) {
        return job.trainedTokens().isPresent() ? (Long) job.trainedTokens().getAsLong() : null;
    }

    private RunEvent.JobSeen seen(TrainingJob job) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        if (pipeline().capabilities().can(Capabilities.Verb.EVENTS)) {
            for (TrainingEvent event : pipeline().events(job.id())) {
                metrics.putAll(event.metrics());
            }
        }
        return new RunEvent.JobSeen(
                RunJson.phase(job.status().phase()),
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
            Instant giveUp = Objects.requireNonNull(state.outcome().trainedAt()).plus(context.servingPatience());
            boolean patient = context.now().isBefore(giveUp);
            return context.log()
                    .append(
                            state,
                            patient
                                    ? new RunEvent.Delayed(
                                            "the new model does not answer yet: " + e.getMessage(),
                                            context.now().plus(ASK_AGAIN))
                                    : new RunEvent.Failed(
                                            "the new model " + state.outcome().modelId() + " did not answer within "
                                                    + context.servingPatience() + ": " + e.getMessage()));
        }
    }

    private List<Message> question(RunState state) {
        for (Example example :
                context.data().open("question", state.started().data().train())) {
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
