package dev.finetuning.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** What every {@link RecordSource} owes those who read it. Extend it for a source of your own. */
public abstract class RecordSourceContractTest {
    /** A source with at least two records, and of the rejections that {@link #rejected} counts. */
    protected abstract RecordSource source();

    /** The fields of its first record, as {@link SourceRecord#fields} is to give them. */
    protected abstract java.util.Map<String, Object> firstFields();

    /** How many records of it cannot be used; none by default. */
    protected int rejected() {
        return 0;
    }

    /** What stands in the records, none of which a rejection may repeat; nothing by default. */
    protected List<String> content() {
        return List.of();
    }

    private static List<ReadResult> all(RecordSource source) {
        List<ReadResult> results = new ArrayList<>();
        try (Records records = source.open()) {
            records.forEachRemaining(results::add);
        }
        return results;
    }

    private static List<String> described(RecordSource source) {
        List<String> described = new ArrayList<>();
        source.forEach(
                record -> described.add(record.origin() + " " + record.fields()),
                rejection -> described.add(rejection.toString()));
        return described;
    }

    @Test
    public void forEach_records_haveTheirFieldsAndRejectionsTheirReasons() {
        List<SourceRecord> records = new ArrayList<>();
        List<RejectedRecord> rejections = new ArrayList<>();

        source().forEach(records::add, rejections::add);

        assertThat(records).hasSizeGreaterThanOrEqualTo(2);
        assertThat(records.get(0).fields()).isEqualTo(firstFields());
        assertThat(rejections).hasSize(rejected()).allSatisfy(rejection -> {
            assertThat(rejection.code()).matches("[a-z][a-z0-9]*(_[a-z0-9]+)*");
            assertThat(rejection.message()).isNotBlank();
            assertThat(rejection.remedy()).isNotBlank();
            assertThat(content()).noneMatch(text -> rejection.toString().contains(text));
        });
    }

    @Test
    public void name_source_isWhatOriginsName() {
        assertThat(source().name()).isNotBlank();
        assertThat(all(source())).allSatisfy(result -> {
            assertThat(result.origin().source()).isNotBlank();
            assertThat(result.origin().row()).isPositive();
        });
    }

    /** Rows are how people find a record again. */
    @Test
    public void next_records_haveRowsThatRise() {
        List<Long> rows = all(source()).stream()
                .filter(result -> result.origin()
                        .source()
                        .equals(all(source()).get(0).origin().source()))
                .map(result -> result.origin().row())
                .toList();

        assertThat(rows).isSorted().doesNotHaveDuplicates();
    }

    @Test
    public void open_again_readsTheSame() {
        RecordSource source = source();
        List<String> first = described(source);

        assertThat(described(source)).isEqualTo(first);
    }

    @Test
    public void open_byManyThreads_eachReadsAll() {
        RecordSource source = source();
        List<String> alone = described(source);

        assertThat(IntStream.range(0, 40).parallel().mapToObj(i -> described(source)))
                .allSatisfy(read -> assertThat(read).isEqualTo(alone));
    }

    @Test
    public void hasNext_askedOften_losesNothing() {
        try (Records records = source().open()) {
            int read = 0;
            while (records.hasNext()) {
                assertThat(records.hasNext()).isTrue();
                records.next();
                read++;
            }
            assertThat(read).isEqualTo(all(source()).size());
            assertThat(records.hasNext()).isFalse();
            Assertions.assertThatThrownBy(records::next).isInstanceOf(NoSuchElementException.class);
        }
    }

    @Test
    public void consumed_whileReading_neverFallsAndStaysWithinTheSize() {
        RecordSource source = source();
        OptionalLong bytes = source.bytes();
        try (Records records = source.open()) {
            long before = records.consumed();
            while (records.hasNext()) {
                records.next();
                assertThat(records.consumed()).isGreaterThanOrEqualTo(before);
                before = records.consumed();
            }
            long end = before;
            bytes.ifPresent(size -> assertThat(end).isLessThanOrEqualTo(size));
        }
    }

    @Test
    public void close_earlyAndTwice_isNoFailure() {
        Records records = source().open();
        records.next();

        assertThatCode(() -> {
                    records.close();
                    records.close();
                })
                .doesNotThrowAnyException();
    }
}
