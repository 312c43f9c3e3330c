package dev.finetuning.run.internal.steps;

import dev.finetuning.chat.Usage;
import dev.finetuning.cost.Money;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.registry.Registration;
import dev.finetuning.registry.promotion.PromotionDecision;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.SemanticVersion;
import dev.finetuning.run.RunEvaluation;
import dev.finetuning.run.internal.stored.RunEvent;
import dev.finetuning.run.internal.stored.RunPart;
import dev.finetuning.run.internal.stored.RunState;
import dev.finetuning.run.internal.stored.StoredData;
import dev.finetuning.training.Hyperparameters;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.TrainingJob;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Measures the new model, registers it, and lets the policy decide. Each may be repeated after a crash. */
final class Completion {
    private final RunContext context;

    Completion(RunContext context) {
        this.context = context;
    }

    /** Measures the new model; the heartbeat extends the claim. */
    RunState evaluate(RunState state) {
        String name = state.started().name();
        RunCourse course = context.courses().of(name);
        RunEvaluation.Task task = new RunEvaluation.Task(
                state.id(),
                context.pipeline()
                        .chatModel(Objects.requireNonNull(state.outcome().modelId())),
                context.data().examples(state, RunPart.TEST),
                context.registry().byAlias(name, course.alias()),
                usage -> answered(state, usage),
                () -> extendClaim(state));
        RunEvaluation.Result result = course.evaluation().evaluate(task);
        Money cost = result.cost().orElse(null);
        return context.log()
                .append(
                        state,
                        new RunEvent.Evaluated(
                                result.scoreCards(),
                                cost == null ? null : cost.amount(),
                                cost == null ? null : cost.currency().getCurrencyCode()));
    }

    private static Optional<Money> answered(RunState state, Usage usage) {
        return Optional.ofNullable(state.started().cost()).flatMap(cost -> cost.ofAnswer(usage));
    }

    private void extendClaim(RunState state) {
        // evaluations answer in several threads
        synchronized (state) {
            RunEvent.Claimed claim = Objects.requireNonNull(state.claim());
            Instant now = context.now();
            if (now.plus(context.lease().dividedBy(2)).isAfter(claim.until())) {
                Instant until = now.plus(context.lease());
                context.log().append(state, new RunEvent.Claimed(claim.stage(), claim.owner(), until));
            }
        }
    }

    /** Enters the model into the registry; a repetition finds what is there. */
    RunState register(RunState state) {
        TrainingJob job = trained(state);
        StoredData data = state.started().data();
        Registration.Builder registration = Registration.builder(state.started().name(), job)
                .provider(context.pipeline().capabilities().provider())
                .run(state.id())
                .hyperparameters(hyperparameters(state))
                .metrics(state.progress().metrics());
        if (!data.fingerprint().isEmpty()) {
            registration.dataset(data.fingerprint());
        }
        if (data.version() != null) {
            registration.datasetVersion(data.version());
        }
        if (data.validated() != null) {
            registration.datasetValidated(data.validated());
        }
        state.started().labels().forEach(registration::addMetadata);
        Objects.requireNonNull(state.outcome().evaluated()).cards().forEach(registration::addScoreCard);
        ModelVersion version = context.registry().register(registration.build(), by(state));
        return context.log()
                .append(
                        state,
                        new RunEvent.Registered(version.id(), version.version().toString()));
    }

    /** The job as it was when it succeeded; an answer that says otherwise now is none to register by. */
    private TrainingJob trained(RunState state) {
        TrainingJob job = context.pipeline().job(Objects.requireNonNull(state.jobId()));
        boolean theSame = job.status().phase() == JobPhase.SUCCEEDED
                && job.model().equals(Optional.ofNullable(state.outcome().modelId()));
        if (!theSame) {
            throw new ProviderFaultException(
                    Incident.of(context.pipeline().capabilities().provider(), "look at job"),
                    "job " + job.id() + " succeeded with the model "
                            + state.outcome().modelId()
                            + ", and now its provider says " + job.status()
                            + job.model().map(model -> " with " + model).orElse(" without a model"),
                    null);
        }
        return job;
    }

    private static Hyperparameters hyperparameters(RunState state) {
        return state.started()
                .request()
                .with(Objects.requireNonNull(state.files()), state.id())
                .hyperparameters();
    }

    /** Lets the policy decide. */
    RunState promote(RunState state) {
        String name = state.started().name();
        RunEvent.Registered registered = Objects.requireNonNull(state.outcome().registered());
        SemanticVersion number = SemanticVersion.parse(registered.version());
        RunCourse course = context.courses().of(name);
        Optional<ModelVersion> champion = context.registry().byAlias(name, course.alias());
        if (champion.filter(version -> version.version().equals(number)).isPresent()) {
            // a promotion whose record a crash took away
            return context.log().append(state, new RunEvent.Decided(true, "version " + number + " serves already"));
        }
        ModelVersion version =
                context.registry().view().version(registered.versionId()).orElseThrow();
        PromotionDecision decision = context.registry().promote(version, course.alias(), course.policy(), by(state));
        return context.log().append(state, new RunEvent.Decided(decision.promoted(), summary(decision)));
    }

    private static String summary(PromotionDecision decision) {
        if (decision.promoted()) {
            return "version " + decision.version() + " is in " + decision.alias()
                    + decision.champion()
                            .map(version -> ", replacing " + version)
                            .orElse("");
        }
        return "version " + decision.version() + " stays out of " + decision.alias() + ": "
                + decision.failures().stream()
                        .map(verdict -> verdict.gate() + " (" + verdict.evidence() + ")")
                        .collect(Collectors.joining("; "));
    }

    private Author by(RunState state) {
        return Author.of(context.by(), "run " + state.id());
    }
}
