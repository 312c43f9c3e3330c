package dev.finetuning.spark;

import dev.finetuning.OrderNeededException;
import dev.finetuning.cost.TokenCounter;
import dev.finetuning.dataset.SplitPlan;
import dev.finetuning.example.Example;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.format.reading.ExampleReader;
import dev.finetuning.quality.CheckPieces;
import dev.finetuning.quality.Checks;
import dev.finetuning.quality.near.NearDuplicates;
import dev.finetuning.quality.remedy.Drop;
import dev.finetuning.quality.remedy.Remedies;
import dev.finetuning.source.JsonLines;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The recipes of a preparation; each executor gets them once and makes its own tools by them. Never changed. */
final class Kit implements Serializable {
    private static final long serialVersionUID = 1L;

    private Recipe<SplitPlan> plan;
    private Recipe<? extends ExampleFormat> format;
    private Recipe<Checks> checks = Checks::none;
    private Recipe<Remedies> remedies = Remedies::of;
    private ArrayList<Recipe<Function<Example, Optional<Example>>>> steps = new ArrayList<>();
    private @Nullable Recipe<NearDuplicates> near;
    private boolean together;
    private @Nullable Recipe<? extends TokenCounter> counter;
    private @Nullable TestSet testSet;

    private Kit(Recipe<SplitPlan> plan, Recipe<? extends ExampleFormat> format) {
        this.plan = plan;
        this.format = format;
    }

    private Kit(Kit other) {
        plan = other.plan;
        format = other.format;
        checks = other.checks;
        remedies = other.remedies;
        steps = new ArrayList<>(other.steps);
        near = other.near;
        together = other.together;
        counter = other.counter;
        testSet = other.testSet;
    }

    private Kit with(Consumer<Kit> change) {
        Kit changed = new Kit(this);
        change.accept(changed);
        return changed;
    }

    static Kit of(Recipe<SplitPlan> plan, Recipe<? extends ExampleFormat> format) {
        return new Kit(Recipes.travelling("plan", plan), Recipes.travelling("format", format));
    }

    Kit withChecks(Recipe<Checks> recipe) {
        return with(kit -> kit.checks = Recipes.travelling("checks", recipe));
    }

    Kit withRemedies(Recipe<Remedies> recipe) {
        return with(kit -> kit.remedies = Recipes.travelling("remedies", recipe));
    }

    Kit withStep(Recipe<Function<Example, Optional<Example>>> recipe) {
        return with(kit -> kit.steps.add(Recipes.travelling("step", recipe)));
    }

    Kit withoutNearDuplicates(Recipe<NearDuplicates> recipe) {
        return with(kit -> {
            kit.near = Recipes.travelling("dropNearDuplicates", recipe);
            kit.together = false;
        });
    }

    Kit withNearDuplicatesTogether(Recipe<NearDuplicates> recipe) {
        return with(kit -> {
            kit.near = Recipes.travelling("keepNearDuplicatesTogether", recipe);
            kit.together = true;
        });
    }

    Kit withCounter(Recipe<? extends TokenCounter> recipe) {
        return with(kit -> kit.counter = Recipes.travelling("tokens", recipe));
    }

    Kit withTestSet(TestSet set) {
        return with(kit -> kit.testSet = set);
    }

    @Nullable
    Recipe<NearDuplicates> near() {
        return near;
    }

    /** Whether near-duplicates are kept in the same part, and not dropped. */
    boolean together() {
        return together;
    }

    @Nullable
    Recipe<? extends TokenCounter> counter() {
        return counter;
    }

    /** Examples that must not be trained on, as a file. */
    static final class TestSet implements Serializable {
        private static final long serialVersionUID = 1L;

        private final String name;
        private final byte[] jsonLines;
        private final Recipe<? extends ExampleFormat> format;

        TestSet(String name, byte[] jsonLines, Recipe<? extends ExampleFormat> format) {
            this.name = name;
            this.jsonLines = jsonLines;
            this.format = Recipes.travelling("dropLeaks", format);
        }

        List<Example> read() {
            List<Example> examples = new ArrayList<>();
            ExampleReader.of(JsonLines.of(name, jsonLines), format.make()).forEach(examples::add, rejected -> {
                throw new IllegalArgumentException("the test set cannot be read: " + rejected);
            });
            return examples;
        }
    }

    /** What the recipes make, on one machine. */
    record Tools(
            SplitPlan plan,
            ExampleFormat format,
            CheckPieces checks,
            Remedies remedies,
            List<Function<Example, Optional<Example>>> steps,
            @Nullable TokenCounter counter) {}

    /**
     * Makes the tools.
     *
     * @throws OrderNeededException if one of them has to see all examples one after another
     */
    Tools make() {
        Remedies all = remedies.make();
        if (testSet != null) {
            all = all.and(Drop.leaks(testSet.read()));
        }
        if (all.begin(change -> {}).needsOrder()) {
            throw new OrderNeededException(
                    "A remedy",
                    "Leave it out, or make it of a function (Remedy.ofEach). Exact duplicates are dropped without a"
                            + " remedy, near-duplicates by dropNearDuplicates.");
        }
        List<Function<Example, Optional<Example>>> made = new ArrayList<>();
        steps.forEach(step -> made.add(step.make()));
        return new Tools(
                plan.make(), format.make(), checks.make().pieces(), all, made, counter == null ? null : counter.make());
    }
}
