package dev.finetuning.dataset;

import dev.finetuning.example.Example;
import dev.finetuning.internal.content.Sha256;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Carries out a {@link SplitPlan}. */
final class Splitter {
    /** Examples that stay together, by their indices. */
    static final class Unit {
        final long hash;
        final List<Integer> members = new ArrayList<>(1);
        Instant newest = Instant.MIN;

        Unit(long hash) {
            this.hash = hash;
        }

        int size() {
            return members.size();
        }
    }

    private static final int NOWHERE = -1;
    private static final int TRAIN = 0;

    private final String name;
    private final List<Example> examples;
    private final SplitPlan plan;

    private Splitter(String name, List<Example> examples, SplitPlan plan) {
        this.name = name;
        this.examples = examples;
        this.plan = plan;
    }

    static Split split(Dataset dataset, SplitPlan plan) {
        Splitter splitter = new Splitter(dataset.name(), dataset.examples(), plan);
        int[] part = plan.limits.syntheticInTrain() ? splitter.partsAroundSynthetic() : splitter.parts();
        splitter.capValidation(part);
        Split split = new Split(
                take(dataset, part, 0, "train"), take(dataset, part, 1, "validation"), take(dataset, part, 2, "test"));
        splitter.checkMinimum(split);
        return split;
    }

    private void capValidation(int[] part) {
        ValidationCap cap = plan.limits.cap();
        if (cap != null) {
            cap.apply(examples, units(), part, plan.mode == SplitPlan.Mode.STABLE ? NOWHERE : TRAIN);
        }
    }

    private int[] parts() {
        List<Unit> units = units();
        int[] part = new int[examples.size()];
        switch (plan.mode) {
            case STABLE -> byHash(units, part);
            case TIME -> byTime(units, part);
            case EXACT -> new ExactFill(examples, plan, quotas()).fill(units, part);
        }
        return part;
    }

    /** Units with something synthetic stay in train; the others are split as if these were not there. */
    private int[] partsAroundSynthetic() {
        BitSet held = new BitSet();
        for (Unit unit : units()) {
            if (unit.members.stream()
                    .anyMatch(member -> examples.get(member).info().provenance().isSynthetic())) {
                unit.members.forEach(held::set);
            }
        }
        List<Example> free = new ArrayList<>();
        for (int i = held.nextClearBit(0); i < examples.size(); i = held.nextClearBit(i + 1)) {
            free.add(examples.get(i));
        }
        int[] freeParts = new Splitter(name, free, plan).parts();
        int[] part = new int[examples.size()];
        int next = 0;
        for (int i = held.nextClearBit(0); i < examples.size(); i = held.nextClearBit(i + 1)) {
            part[i] = freeParts[next++];
        }
        return part;
    }

    private List<Unit> units() {
        Map<String, Unit> units = new LinkedHashMap<>();
        for (int i = 0; i < examples.size(); i++) {
            Example example = examples.get(i);
            Unit unit = units.computeIfAbsent(
                    key(plan, example, () -> Fingerprint.of(example)), key -> new Unit(hash(plan, key)));
            unit.members.add(i);
            Instant time = plan.ask.time().apply(example);
            unit.newest = time.isAfter(unit.newest) ? time : unit.newest;
        }
        return new ArrayList<>(units.values());
    }

    private void byHash(List<Unit> units, int[] part) {
        units.forEach(unit -> assign(unit, part, stablePart(plan, unit.hash)));
    }

    /** The part of one example in a stable split, which nothing but itself decides. */
    static int stablePart(SplitPlan plan, Example example, byte[] sha256) {
        return stablePart(plan, hash(plan, key(plan, example, () -> Fingerprint.of(sha256))));
    }

    /** The same by name. */
    static Split.Part stablePart(SplitPlan plan, Example example) {
        long hash = hash(plan, key(plan, example, () -> Fingerprint.of(example)));
        return switch (stablePart(plan, hash)) {
            case TRAIN -> Split.Part.TRAIN;
            case 1 -> Split.Part.VALIDATION;
            default -> Split.Part.TEST;
        };
    }

    /** Whether an example is left out of a single pass, because it is synthetic and not in train. */
    static boolean misplaced(SplitPlan plan, Example example, int part) {
        return part != TRAIN
                && plan.limits.syntheticInTrain()
                && example.info().provenance().isSynthetic();
    }

    private static int stablePart(SplitPlan plan, long hash) {
        double train = plan.ratios.train();
        double point = (hash >>> 11) * 0x1.0p-53;
        if (point < train) {
            return 0;
        }
        return point < train + plan.ratios.validation() || plan.ratios.test() == 0 ? 1 : 2;
    }

    private static String key(SplitPlan plan, Example example, Supplier<Fingerprint> fingerprint) {
        return plan.ask
                .group()
                .apply(example)
                .map(group -> (Fingerprint.isOne(group) ? "=" : "#") + group)
                .orElseGet(() -> "="
                        + example.info()
                                .grownFrom()
                                .orElseGet(() -> fingerprint.get().hex()));
    }

    private void byTime(List<Unit> units, int[] part) {
        units.sort(Comparator.comparing((Unit unit) -> unit.newest).thenComparingLong(unit -> unit.hash));
        int[] quotas = quotas();
        int current = 0;
        int filled = 0;
        for (Unit unit : units) {
            while (current < 2 && filled >= quotas[current]) {
                filled = 0;
                current++;
            }
            assign(unit, part, current);
            filled += unit.size();
        }
    }

    static void assign(Unit unit, int[] part, int chosen) {
        unit.members.forEach(member -> part[member] = chosen);
    }

    /** The sizes by ratio, with minimum and maximum taken from and given to train. */
    private int[] quotas() {
        double[] ratios = plan.ratios.toArray();
        int[] quotas = Apportionment.of(examples.size(), ratios);
        for (int p = 1; p < quotas.length; p++) {
            int wanted = ratios[p] == 0 ? 0 : Math.max(quotas[p], plan.limits.minimum());
            wanted = p == 1 ? Math.min(wanted, plan.limits.maxValidation()) : wanted;
            quotas[0] += quotas[p] - wanted;
            quotas[p] = wanted;
        }
        if (quotas[0] < Math.max(0, plan.limits.minimum())) {
            throw new UnsplittableDatasetException(name + " has " + examples.size()
                    + " examples, too few for at least " + plan.limits.minimum() + " in every part."
                    + " Add examples or lower the minimum.");
        }
        return quotas;
    }

    private void checkMinimum(Split split) {
        for (Split.Part part : Split.Part.values()) {
            int size = split.part(part).size();
            if (plan.ratios.share(part) > 0 && size < plan.limits.minimum()) {
                throw new UnsplittableDatasetException("The " + part + " part of " + name + " has " + size
                        + " examples, fewer than " + plan.limits.minimum()
                        + ". Add examples, use smaller groups, or lower the"
                        + " minimum.");
            }
        }
    }

    private static Dataset take(Dataset dataset, int[] part, int wanted, String suffix) {
        List<Example> taken = new ArrayList<>();
        for (int i = 0; i < part.length; i++) {
            if (part[i] == wanted) {
                taken.add(dataset.examples().get(i));
            }
        }
        return dataset.with(dataset.name() + "-" + suffix, taken);
    }

    private static long hash(SplitPlan plan, String key) {
        return ByteBuffer.wrap(Sha256.of(plan.salt + "\n" + key)).getLong();
    }
}
