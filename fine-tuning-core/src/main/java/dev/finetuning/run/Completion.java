package dev.finetuning.run;

import dev.finetuning.registry.By;
import dev.finetuning.registry.ModelVersion;
import dev.finetuning.registry.PromotionDecision;
import dev.finetuning.registry.Registration;
import dev.finetuning.registry.ScoreCard;
import dev.finetuning.registry.SemanticVersion;
import dev.finetuning.training.Hyperparameters;
import dev.finetuning.training.TrainingJob;
import java.time.Instant;
import java.util.List;
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
        RunEvaluation.Task task = new RunEvaluation.Task(
                state.id(),
                context.pipeline().chatModel(Objects.requireNonNull(state.modelId())),
                context.data().test(state.started().data()),
                context.registry().holder(state.started().name(), context.alias()),
                () -> extendClaim(state));
        List<ScoreCard> cards = context.evaluation().evaluate(task);
        return context.log().append(state, new RunEvent.Evaluated(cards));
    }

    private void extendClaim(RunState state) {
        RunEvent.Claimed claim = Objects.requireNonNull(state.claim());
        Instant now = context.now();
        if (now.plus(context.lease().dividedBy(2)).isAfter(claim.until())) {
            context.log().append(state, new RunEvent.Claimed(claim.stage(), claim.owner(), now.plus(context.lease())));
        }
    }

    /** Enters the model into the registry; a repetition finds what is there. */
    RunState register(RunState state) {
        TrainingJob job = context.pipeline().job(Objects.requireNonNull(state.jobId()));
        StoredData data = state.started().data();
        Registration registration = Registration.of(state.started().name(), job)
                .provider(context.pipeline().capabilities().provider())
                .run(state.id())
                .hyperparameters(hyperparameters(state))
                .metrics(state.view().job().metrics());
        if (!data.fingerprint().isEmpty()) {
            registration.dataset(data.fingerprint(), data.version());
        }
        if (data.validated() != null) {
            registration.datasetValidated(data.validated());
        }
        state.started().labels().forEach(registration::addMetadata);
        state.cards().forEach(registration::addScoreCard);
        ModelVersion version = context.registry().register(registration, by(state));
        return context.log()
                .append(
                        state,
                        new RunEvent.Registered(version.id(), version.version().toString()));
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
        SemanticVersion number =
                SemanticVersion.parse(Objects.requireNonNull(state.registered()).version());
        Optional<ModelVersion> holder = context.registry().holder(name, context.alias());
        if (holder.filter(version -> version.version().equals(number)).isPresent()) {
            // a promotion whose record a crash took away
            return context.log().append(state, new RunEvent.Decided(true, "version " + number + " serves already"));
        }
        ModelVersion version = context.registry()
                .view()
                .version(state.registered().versionId())
                .orElseThrow();
        PromotionDecision decision = context.registry().promote(version, context.alias(), context.policy(), by(state));
        return context.log().append(state, new RunEvent.Decided(decision.promoted(), summary(decision)));
    }

    private static String summary(PromotionDecision decision) {
        if (decision.promoted()) {
            return "version " + decision.version() + " is in " + decision.alias()
                    + decision.previous()
                            .map(version -> ", replacing " + version)
                            .orElse("");
        }
        return "version " + decision.version() + " stays out of " + decision.alias() + ": "
                + decision.failures().stream()
                        .map(verdict -> verdict.gate() + " (" + verdict.evidence() + ")")
                        .collect(Collectors.joining("; "));
    }

    private By by(RunState state) {
        return By.of(context.by(), "run " + state.id());
    }
}
