package dev.finetuning.dataset;

import dev.finetuning.example.Example;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
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

    private final Dataset dataset;
    private final SplitPlan plan;

    private Splitter(Dataset dataset, SplitPlan plan) {
        this.dataset = dataset;
        this.plan = plan;
    }

    static Split split(Dataset dataset, SplitPlan plan) {
        return new Splitter(dataset, plan).split();
    }

    private Split split() {
        List<Unit> units = units();
        int[] part = new int[dataset.size()];
        switch (plan.mode) {
            case STABLE -> byHash(units, part);
            case TIME -> byTime(units, part);
            case EXACT -> new ExactFill(dataset, plan, quotas()).fill(units, part);
        }
        Split split = new Split(take(part, 0, "train"), take(part, 1, "validation"), take(part, 2, "test"));
        checkMinimum(split);
        return split;
    }

    private List<Unit> units() {
        Map<String, Unit> units = new LinkedHashMap<>();
        for (int i = 0; i < dataset.size(); i++) {
            Example example = dataset.examples().get(i);
            Unit unit = units.computeIfAbsent(
                    key(plan, example, () -> Fingerprint.of(example)), key -> new Unit(hash(plan, key)));
            unit.members.add(i);
            Instant time = plan.time.apply(example);
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

    private static int stablePart(SplitPlan plan, long hash) {
        double train = plan.ratios.train();
        double point = (hash >>> 11) * 0x1.0p-53;
        if (point < train) {
            return 0;
        }
        return point < train + plan.ratios.validation() || plan.ratios.test() == 0 ? 1 : 2;
    }

    private static String key(SplitPlan plan, Example example, Supplier<Fingerprint> fingerprint) {
        String group = plan.group.apply(example);
        return group == null ? "=" + fingerprint.get() : "#" + group;
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
        int[] quotas = Apportionment.of(dataset.size(), ratios);
        for (int p = 1; p < quotas.length; p++) {
            int wanted = ratios[p] == 0 ? 0 : Math.max(quotas[p], plan.minimum);
            wanted = p == 1 ? Math.min(wanted, plan.maximumValidation) : wanted;
            quotas[0] += quotas[p] - wanted;
            quotas[p] = wanted;
        }
        if (quotas[0] < Math.max(0, plan.minimum)) {
            throw new UnsplittableDatasetException(dataset.name() + " has " + dataset.size()
                    + " examples, too few for at least " + plan.minimum + " in every part."
                    + " Add examples or lower the minimum.");
        }
        return quotas;
    }

    private void checkMinimum(Split split) {
        for (Split.Part part : Split.Part.values()) {
            int size = split.part(part).size();
            if (plan.ratios.share(part) > 0 && size < plan.minimum) {
                throw new UnsplittableDatasetException("The " + part + " part of " + dataset.name() + " has " + size
                        + " examples, fewer than " + plan.minimum + ". Add examples, use smaller groups, or lower the"
                        + " minimum.");
            }
        }
    }

    private Dataset take(int[] part, int wanted, String suffix) {
        List<Example> taken = new ArrayList<>();
        for (int i = 0; i < part.length; i++) {
            if (part[i] == wanted) {
                taken.add(dataset.examples().get(i));
            }
        }
        return dataset.with(dataset.name() + "-" + suffix, taken);
    }

    private static long hash(SplitPlan plan, String key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((plan.salt + "\n").getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest.digest(key.getBytes(StandardCharsets.UTF_8)))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
