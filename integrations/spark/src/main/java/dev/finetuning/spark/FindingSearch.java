package dev.finetuning.spark;

import dev.finetuning.quality.CheckPieces;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.Noting;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/** Judges notes by their topics, and puts all findings in the order in which one machine makes them. */
final class FindingSearch {
    private static final long BEHIND_ALL = Long.MAX_VALUE;

    private FindingSearch() {}

    /**
     * The place of a finding.
     *
     * @param position that of its example; behind all others for one about several
     * @param check the number of the check
     * @param order the number of the note, or the position of a topic's first
     * @param sequence its number among those of the same order
     */
    record Place(long position, int check, long order, int sequence)
            implements Serializable, Comparable<Place>, Reading.Placed {
        private static final Comparator<Place> ORDER = Comparator.comparingLong(Place::position)
                .thenComparingInt(Place::check)
                .thenComparingLong(Place::order)
                .thenComparingInt(Place::sequence);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    /** The place of a note among those that are judged together. */
    record Topic(int check, String name, long position, int sequence) implements Serializable, Comparable<Topic> {
        private static final Comparator<Topic> ORDER = Comparator.comparingInt(Topic::check)
                .thenComparing(Topic::name)
                .thenComparingLong(Topic::position)
                .thenComparingInt(Topic::sequence);

        @Override
        public int compareTo(Topic other) {
            return ORDER.compare(this, other);
        }

        boolean sameAs(Topic other) {
            return check == other.check && name.equals(other.name);
        }
    }

    /** Brings notes on one topic together. */
    private static final class Topics extends Partitioner {
        private static final long serialVersionUID = 1L;

        private final int partitions;

        Topics(int partitions) {
            this.partitions = partitions;
        }

        @Override
        public int numPartitions() {
            return partitions;
        }

        @Override
        public int getPartition(Object key) {
            Topic topic = (Topic) key;
            return Math.floorMod(31 * topic.check() + topic.name().hashCode(), partitions);
        }
    }

    /**
     * All findings, in order.
     *
     * @param silent the checks that took no note at all
     */
    static JavaRDD<Packed> findings(
            JavaRDD<Packed> items, Reading.Positions positions, Broadcast<Toolbox> tools, Collection<Integer> silent) {
        JavaPairRDD<Place, Packed> found = items.flatMapToPair(FindingSearch::found);
        JavaPairRDD<Place, Packed> judged = items.flatMapToPair(FindingSearch::notes)
                .repartitionAndSortWithinPartitions(new Topics(positions.numPartitions()))
                .mapPartitionsToPair(
                        notes -> new Judging(notes, tools.value().tools().checks()));
        List<Tuple2<Place, Packed>> ofNothing = new ArrayList<>();
        for (int check : silent) {
            List<Finding> made = new ArrayList<>();
            tools.value().tools().checks().judge(check, made::add).end();
            for (Finding finding : made) {
                ofNothing.add(placed(new Place(BEHIND_ALL, check, 0, ofNothing.size()), finding));
            }
        }
        JavaPairRDD<Place, Packed> rest =
                JavaSparkContext.fromSparkContext(items.context()).parallelizePairs(ofNothing, 1);
        return found.union(judged)
                .union(rest)
                .repartitionAndSortWithinPartitions(positions)
                .values();
    }

    private static Tuple2<Place, Packed> placed(Place place, Finding finding) {
        return new Tuple2<>(place, Packed.of(place.position(), out -> Wire.finding(finding, out)));
    }

    private static Iterator<Tuple2<Place, Packed>> found(Packed packed) {
        List<Tuple2<Place, Packed>> found = new ArrayList<>();
        for (CheckPieces.Found each : Item.unpack(packed).findings) {
            found.add(placed(new Place(packed.position(), each.check(), 0, found.size()), each.finding()));
        }
        return found.iterator();
    }

    private static Iterator<Tuple2<Topic, Packed>> notes(Packed packed) {
        List<Tuple2<Topic, Packed>> notes = new ArrayList<>();
        for (CheckPieces.Noted noted : Item.unpack(packed).notes) {
            Topic topic = new Topic(noted.check(), noted.note().topic(), packed.position(), notes.size());
            notes.add(new Tuple2<>(topic, Packed.of(packed.position(), out -> {
                Wire.origin(noted.note().origin(), out);
                Wire.text(noted.note().text(), out);
            })));
        }
        return notes.iterator();
    }

    /** Judges the notes of a partition, one topic after another. */
    private static final class Judging implements Iterator<Tuple2<Place, Packed>> {
        private final Iterator<Tuple2<Topic, Packed>> notes;
        private final CheckPieces checks;
        private final List<Tuple2<Place, Packed>> ready = new ArrayList<>();
        private Topic first = new Topic(-1, "", 0, 0);
        private Place next = new Place(0, 0, 0, 0);
        private Noting.Judgement judgement = note -> {};
        private int handed;

        Judging(Iterator<Tuple2<Topic, Packed>> notes, CheckPieces checks) {
            this.notes = notes;
            this.checks = checks;
        }

        @Override
        public boolean hasNext() {
            while (handed == ready.size() && notes.hasNext()) {
                handed = 0;
                ready.clear();
                Tuple2<Topic, Packed> note = notes.next();
                look(note._1(), note._2());
                if (!notes.hasNext()) {
                    end();
                }
            }
            return handed < ready.size();
        }

        private void look(Topic topic, Packed packed) {
            if (!topic.sameAs(first)) {
                end();
                first = topic;
                judgement = checks.judge(topic.check(), this::report);
            }
            next = new Place(topic.position(), topic.check(), topic.sequence(), 0);
            judgement.look(packed.read(in -> new Noting.Note(topic.name(), Wire.origin(in), Wire.text(in))));
        }

        private void end() {
            next = new Place(BEHIND_ALL, first.check(), first.position(), 0);
            judgement.end();
        }

        private void report(Finding finding) {
            ready.add(placed(next, finding));
            next = new Place(next.position(), next.check(), next.order(), next.sequence() + 1);
        }

        @Override
        public Tuple2<Place, Packed> next() {
            if (!hasNext()) {
                throw new NoSuchElementException("all notes are judged");
            }
            return ready.get(handed++);
        }
    }
}
