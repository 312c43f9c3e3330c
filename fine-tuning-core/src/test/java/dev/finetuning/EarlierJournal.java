package dev.finetuning;

import dev.finetuning.chat.ChatRequest;
import dev.finetuning.cost.Budget;
import dev.finetuning.cost.Money;
import dev.finetuning.journal.Journal;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.RegisteredModel;
import dev.finetuning.registry.RegistryEvent;
import dev.finetuning.registry.RegistryEvent.AliasMoved;
import dev.finetuning.registry.RegistryEvent.PromotionRefused;
import dev.finetuning.registry.RegistryEvent.StatusChanged;
import dev.finetuning.registry.RegistryEvent.VersionApproved;
import dev.finetuning.registry.RegistryEvent.VersionLabelled;
import dev.finetuning.registry.RegistryEvent.VersionRegistered;
import dev.finetuning.registry.RegistryEvent.VersionScored;
import dev.finetuning.registry.promotion.PromotionDecision;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.Interval;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.ScoreCard;
import dev.finetuning.run.DataChecks;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.JournalLedger;
import dev.finetuning.run.RunCost;
import dev.finetuning.run.RunQuery;
import dev.finetuning.training.Hyperparameters;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingMethod;
import dev.finetuning.training.TrainingRequest;
import java.util.Collection;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is stored, in plain text: one fact a line. The same text was written by the commit that wrote the
 * folder of the test; how a value is absent in Java makes no difference to it.
 */
final class EarlierJournal {
    private final StringBuilder text = new StringBuilder();
    private String subject = "";

    @Override
    public String toString() {
        return text.toString();
    }

    private void about(String newSubject) {
        subject = newSubject;
    }

    private void say(String what, @Nullable Object value) {
        String said = plain(value);
        if (!said.isEmpty()) {
            text.append(subject)
                    .append(": ")
                    .append(what)
                    .append(" = ")
                    .append(said)
                    .append('\n');
        }
    }

    private static String plain(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Optional<?> optional) {
            return plain(optional.orElse(null));
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, String> sorted = new TreeMap<>();
            map.forEach((key, held) -> sorted.put(plain(key), plain(held)));
            return sorted.isEmpty() ? "" : sorted.toString();
        }
        if (value instanceof Collection<?> all) {
            Stream<String> texts = all.stream().map(EarlierJournal::plain);
            return all.isEmpty()
                    ? ""
                    : (all instanceof List ? texts : texts.sorted()).collect(Collectors.joining("; "));
        }
        if (value instanceof Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT);
        }
        String word = String.valueOf(value);
        return word.matches("Optional(Int|Long|Double)\\.empty")
                ? ""
                : word.replaceFirst("^Optional(?:Int|Long|Double)\\[(.*)]$", "$1")
                        .replace("\n", "\\n");
    }

    void registry(ModelRegistry registry) {
        for (String name : registry.view().names()) {
            RegisteredModel model = registry.view().model(name).orElseThrow();
            model.versions().forEach(this::version);
            about("model " + name);
            model.aliases().forEach((alias, version) -> {
                say("alias " + alias, version.id());
                say("before at " + alias, model.previousByAlias(alias).map(ModelVersion::id));
            });
            registry.history(name).stream()
                    .map(RegistryEvent::at)
                    .forEach(at -> say(
                            "production at " + at,
                            registry.productionAt(name, at).map(ModelVersion::id)));
        }
        registry.history(this::event);
    }

    private void version(ModelVersion version) {
        about("version " + version.id());
        say("provider", version.provider());
        say("model", version.modelId());
        say("shutdown", version.served().shutdownAt());
        say("base model", version.lineage().baseModel());
        say("job", version.lineage().jobId());
        say("run", version.lineage().runId());
        say("dataset", version.lineage().datasetFingerprint());
        say("dataset version", version.lineage().datasetVersion());
        say("validated", version.lineage().datasetValidated());
        say("hyperparameters", version.lineage().hyperparameters());
        say("metrics", version.metrics());
        version.scoreCards().forEach(card -> say("score card", card(card)));
        say("tags", version.tags());
        say("metadata", version.metadata());
        say("approvals", version.approvals());
        say("aliases", version.aliases());
        say("stage", version.stage());
        say("standing", version.status());
        say("registered by", by(version.registered()));
        say("registered at", version.registeredAt());
    }

    private static String card(ScoreCard card) {
        return String.join(
                " ",
                card.metric(),
                plain(card.value()),
                interval(card.interval()),
                plain(card.direction()),
                plain(card.n()),
                card.slices().entrySet().stream()
                        .map(slice -> slice.getKey() + " " + slice.getValue().value() + " "
                                + slice.getValue().n())
                        .collect(Collectors.joining("; ")),
                plain(card.comparisons().stream()
                        .map(each -> each.against() + " " + each.difference() + " " + interval(each.interval()) + " "
                                + each.pValue() + " " + each.n() + " " + each.test())
                        .toList()),
                card.source(),
                plain(card.measuredAt()));
    }

    private static String interval(@Nullable Object known) {
        Object interval = known instanceof Optional<?> optional ? optional.orElse(null) : known;
        return interval instanceof Interval ends ? ends.low() + ".." + ends.high() + " at " + ends.level() : "";
    }

    private static String by(Author by) {
        return by.who() + ", " + by.why();
    }

    private void event(RegistryEvent event) {
        about("event at " + event.at() + " on " + event.name() + " by " + by(event.by()));
        if (event instanceof VersionRegistered registered) {
            say("registered", registered.version().id());
        } else if (event instanceof VersionScored scored) {
            say(
                    "scored " + scored.version(),
                    scored.scoreCards().stream().map(EarlierJournal::card).toList());
        } else if (event instanceof VersionLabelled labelled) {
            say(
                    "tags of " + labelled.version(),
                    plain(labelled.change().added()) + " - "
                            + plain(labelled.change().removed()));
            say("metadata of " + labelled.version(), labelled.change().metadata());
            say("shutdown of " + labelled.version(), labelled.change().shutdownAt());
        } else if (event instanceof VersionApproved approved) {
            say("approved", approved.version());
        } else if (event instanceof StatusChanged changed) {
            say("standing of " + changed.version(), changed.status());
        } else if (event instanceof AliasMoved moved) {
            say(
                    plain(moved.move().kind()) + " of " + moved.move().alias(),
                    plain(moved.move().from()) + " -> " + plain(moved.move().to()));
            Object decision = moved.move().decision();
            if (decision instanceof Optional<?> optional) {
                decision = optional.orElse(null);
            }
            if (decision instanceof PromotionDecision decided) {
                decision(decided);
            }
        } else if (event instanceof PromotionRefused refused) {
            decision(refused.decision());
        }
    }

    private void decision(PromotionDecision decision) {
        say("decided on", decision.version() + " for " + decision.alias() + ": " + decision.promoted());
        say("against", decision.champion());
        say("override", decision.overrideReason());
        decision.verdicts()
                .forEach(verdict -> say("gate", verdict.gate() + ": " + verdict.passed() + ", " + verdict.evidence()));
    }

    void runs(FineTuningRuns runs) {
        runs.runs(RunQuery.ALL).stream()
                .sorted(Comparator.comparing(FineTuningRun::startedAt).thenComparing(FineTuningRun::name))
                .forEach(this::run);
    }

    private void run(FineTuningRun run) {
        about("run " + run.name() + " " + run.id());
        say("labels", run.labels());
        say("status", run.status());
        say("stage", run.stage());
        say("started", run.startedAt());
        say("updated", run.updatedAt());
        say("job", run.job().id());
        say("job status", run.job().status());
        say("finish", run.job().estimatedFinish());
        say("trained tokens", run.job().trainedTokens());
        say("metrics", run.job().metrics());
        cost(run.cost());
        Object checks = (Object) run.checks() instanceof Optional<?> optional ? optional.orElse(null) : run.checks();
        if (checks instanceof DataChecks found) {
            say("checks", found.examples() + ", " + found.leftOut() + ", " + found.findings());
        }
        say("model", run.modelId());
        say("version", run.version());
        say("promoted", run.promoted());
        say("note", run.note());
        say("not before", run.notBefore());
    }

    private void cost(@Nullable Object known) {
        Object cost = known instanceof Optional<?> optional ? optional.orElse(null) : known;
        if (cost instanceof RunCost all) {
            say("estimated", all.estimated());
            say("training", all.training());
            say("billed", all.billed());
            say("question", all.question());
            say("evaluation", all.evaluation());
            say("unpriced", all.unpriced());
        }
    }

    void budget(Journal journal, String account) {
        Budget budget = Budget.of(Money.usd("1000"), JournalLedger.of(journal, account, Currency.getInstance("USD")));
        about("budget " + account);
        say("spent", budget.spent());
        say("reserved", budget.reserved());
        budget.open().forEach(open -> say("open", open.id() + ", " + open.purpose() + ", " + open.amount()));
    }

    void request(TrainingRequest request) {
        about("request with mark " + request.mark().orElse("none"));
        say("base model", request.baseModel());
        TrainingMethod method = request.method();
        say("method", method.name());
        if (method instanceof TrainingMethod.Preference preference) {
            say("beta", preference.beta());
        } else if (method instanceof TrainingMethod.Reinforcement reinforcement) {
            say("grader", reinforcement.grader());
        } else if (method instanceof TrainingMethod.Classifier classifier) {
            say(
                    "targets",
                    classifier.targets().stream()
                            .map(target -> target.name() + " " + target.labels() + " " + target.multiLabel())
                            .toList());
        }
        Hyperparameters values = request.hyperparameters();
        say("hyperparameters", values.describe());
        say("suffix", request.suffix());
        say("seed", request.seed());
        say("metadata", request.metadata());
        say("options", request.options());
    }

    void local(LocalTrainingPipeline pipeline, List<String> questions) {
        try (Stream<TrainingJob> jobs = pipeline.jobs(JobQuery.ALL)) {
            jobs.sorted(Comparator.comparing(TrainingJob::id)).forEach(job -> {
                about("job " + job.id());
                say("status", job.status());
                say("base model", job.baseModel());
                say("model", job.model());
                say("created", job.createdAt());
                say("tokens", job.trainedTokens());
                say("details", job.details());
                pipeline.events(job.id())
                        .forEach(event -> say("event", event.type() + ", " + event.message() + ", " + event.metrics()));
                pipeline.checkpoints(job.id())
                        .forEach(checkpoint -> say(
                                "checkpoint",
                                checkpoint.id() + ", " + plain(checkpoint.modelId()) + ", " + checkpoint.step() + ", "
                                        + checkpoint.metrics()));
                job.model()
                        .ifPresent(id -> questions.forEach(question -> say(
                                "asked " + question,
                                pipeline.chatModel(id)
                                        .ask(ChatRequest.of(question))
                                        .text())));
            });
        }
    }
}
