package dev.finetuning.routing;

import dev.finetuning.registry.version.Alias;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * How questions are split between a main alias and others that take a share each, for a canary or an A/B
 * test.
 *
 * <p>The same key always gets the same alias. Raising an alias's share only moves keys from the main alias
 * to it, as long as there is only one other alias.
 *
 * @param main takes what the others leave
 * @param others each other alias with its share, above 0; together at most 1
 */
public record TrafficSplit(Alias main, Map<Alias, Double> others) {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final double UNIT = 0x1.0p-53;

    /**
     * Copies the map and checks the shares.
     *
     * @throws IllegalArgumentException if a share is not above 0, they add up to more than 1, or the main
     *     alias is among the others
     */
    public TrafficSplit {
        others = Collections.unmodifiableMap(new LinkedHashMap<>(others));
        double sum = others.values().stream().mapToDouble(Double::doubleValue).sum();
        if (others.containsKey(main) || !others.values().stream().allMatch(share -> share > 0) || sum > 1 + 1e-9) {
            throw new IllegalArgumentException(
                    "shares are above 0, at most 1 together, and not for the main alias " + main + ": " + others);
        }
    }

    /** Sends everything to one alias. */
    public static TrafficSplit all(Alias alias) {
        return new TrafficSplit(alias, Map.of());
    }

    /** This split with a share, 0 to 1, for another alias. */
    public TrafficSplit with(Alias alias, double share) {
        Map<Alias, Double> more = new LinkedHashMap<>(others);
        more.put(alias, share);
        return new TrafficSplit(main, more);
    }

    /** The alias for a key; always the same for the same model, key and shares. */
    public Alias forKey(String model, String key) {
        return at((hash(model, key) >>> 11) * UNIT);
    }

    Alias any(RandomGenerator random) {
        return at(random.nextDouble());
    }

    private Alias at(double point) {
        double from = 0;
        for (Map.Entry<Alias, Double> other : others.entrySet()) {
            from += other.getValue();
            if (point < from) {
                return other.getKey();
            }
        }
        return main;
    }

    /** FNV-1a with MurmurHash3's finaliser: the same in every process, and even in its high bits. */
    private static long hash(String model, String key) {
        long hash = FNV_OFFSET;
        String salted = model + '@' + key;
        for (int i = 0; i < salted.length(); i++) {
            hash = (hash ^ salted.charAt(i)) * FNV_PRIME;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }
}
