package dev.finetuning.spark;

import dev.finetuning.quality.Finding;
import dev.finetuning.quality.QualityReport;
import dev.finetuning.quality.Severity;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;

/** Writes all findings and makes the report of them. */
final class Reporting {
    private final JavaSparkContext spark;
    private final OutputFolder output;

    Reporting(JavaSparkContext spark, OutputFolder output) {
        this.spark = spark;
        this.output = output;
    }

    /** The findings that one task wrote. */
    record Part(Attempts.Written written, TreeMap<String, Long> counts, EnumMap<Severity, Long> severities)
            implements Serializable {}

    QualityReport report(JavaRDD<Packed> items, Reading.Positions positions, Broadcast<Toolbox> tools, long examples)
            throws IOException {
        TreeSet<Integer> silent = new TreeSet<>(tools.value().tools().checks().noting());
        if (!silent.isEmpty()) {
            silent.removeAll(items.flatMap(Reporting::noted).distinct().collect());
        }
        int keepAtMost = tools.value().tools().checks().keepAtMost();
        JavaRDD<Packed> findings =
                FindingSearch.findings(items, positions, tools, silent).persist(StorageLevel.DISK_ONLY());
        try {
            return report(findings, examples, keepAtMost);
        } finally {
            findings.unpersist(false);
        }
    }

    private static Iterator<Integer> noted(Packed packed) {
        return Item.unpack(packed).notes.stream()
                .map(noted -> noted.check())
                .distinct()
                .iterator();
    }

    private QualityReport report(JavaRDD<Packed> findings, long examples, int keepAtMost) throws IOException {
        String attempts = output.attempts();
        Broadcast<SerializableConfiguration> hadoop =
                spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
        List<Part> parts = findings.mapPartitions(all ->
                        List.of(write(all, attempts, hadoop.value().value())).iterator())
                .collect();
        output.take(parts.stream().map(Part::written).toList());
        TreeMap<String, Long> counts = new TreeMap<>();
        Map<Severity, Long> severities = new EnumMap<>(Severity.class);
        for (Part part : parts) {
            part.counts().forEach((code, count) -> counts.merge(code, count, Long::sum));
            part.severities().forEach((severity, count) -> severities.merge(severity, count, Long::sum));
        }
        List<Finding> first = counts.isEmpty()
                ? List.of()
                : findings.take(keepAtMost).stream()
                        .map(packed -> packed.read(Wire::finding))
                        .toList();
        return new QualityReport(examples, first, counts, severities);
    }

    private static Part write(Iterator<Packed> findings, String folder, Configuration settings) throws IOException {
        TreeMap<String, Long> counts = new TreeMap<>();
        EnumMap<Severity, Long> severities = new EnumMap<>(Severity.class);
        TaskContext task = TaskContext.get();
        try (Attempts attempts = new Attempts(folder, settings, task)) {
            while (findings.hasNext()) {
                Finding finding = findings.next().read(Wire::finding);
                counts.merge(finding.code(), 1L, Long::sum);
                severities.merge(finding.severity(), 1L, Long::sum);
                attempts.line("findings", (finding.toJson() + "\n").getBytes(StandardCharsets.UTF_8));
            }
            return new Part(attempts.written(task), counts, severities);
        }
    }
}
