package dev.finetuning.source.internal;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A row's cells by column name, without a map of its own for each row. */
public final class RowFields extends AbstractMap<String, Object> {
    private final Map<String, Integer> index;
    private final String[] columns;
    private final String[] cells;

    public RowFields(Map<String, Integer> index, String[] columns, String[] cells) {
        this.index = index;
        this.columns = columns;
        this.cells = cells;
    }

    @Override
    public @Nullable Object get(@Nullable Object column) {
        Integer at = index.get(column);
        return at == null ? null : cells[at];
    }

    @Override
    public boolean containsKey(@Nullable Object column) {
        return index.containsKey(column);
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<String, Object>> iterator() {
                return IntStream.range(0, columns.length)
                        .mapToObj(i -> Map.<String, Object>entry(columns[i], cells[i]))
                        .iterator();
            }

            @Override
            public int size() {
                return columns.length;
            }
        };
    }
}
