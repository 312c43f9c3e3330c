package dev.finetuning.routing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A bounded map that forgets what was looked at longest ago. Each value is made once, outside the map's lock. Thread-safe. */
final class Recent<K, V> {
    private final Map<K, LazyValue<V>> entries;

    Recent(int max) {
        entries = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, LazyValue<V>> eldest) {
                return size() > max;
            }
        };
    }

    V get(K key, Function<K, V> maker) {
        LazyValue<V> made;
        synchronized (entries) {
            made = entries.computeIfAbsent(key, any -> new LazyValue<>());
        }
        return made.get(() -> maker.apply(key));
    }

    <T> Map<K, T> map(Function<V, T> look) {
        Map<K, T> all = new LinkedHashMap<>();
        synchronized (entries) {
            entries.forEach((key, made) -> made.known(value -> all.put(key, look.apply(value))));
        }
        return Map.copyOf(all);
    }

    /** A value that the first caller creates. */
    private static final class LazyValue<V> {
        private @Nullable V value;

        synchronized V get(Supplier<V> maker) {
            V known = value;
            if (known == null) {
                known = maker.get();
                value = known;
            }
            return known;
        }

        synchronized void known(Consumer<V> taker) {
            V known = value;
            if (known != null) {
                taker.accept(known);
            }
        }
    }
}
