import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LatLonDocValuesField;
import org.apache.lucene.document.LatLonPoint;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopFieldCollector;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.store.MMapDirectory;

/**
 * Lucene as a peer of the search: it reads services from a file, one a line,
 * then answers queries from its input, one a line, each with how many it found
 * and the CPU of the thread that searched, in nanoseconds. The words come
 * folded and cut, so that no analysis is measured.
 *
 * A service: words, needs, latitude, longitude, least and greatest age.
 * A query: words, need, latitude, longitude, metres, age, and how many answers
 * are counted before the rest may be skipped. Fields are parted by tabs; an
 * empty one is not asked.
 */
public class Peer {
  public static void main(String[] args) throws Exception {
    MMapDirectory dir = new MMapDirectory(Path.of(args[1]));
    IndexWriterConfig config = new IndexWriterConfig(new WhitespaceAnalyzer());
    config.setRAMBufferSizeMB(256);
    try (IndexWriter writer = new IndexWriter(dir, config);
        BufferedReader in = Files.newBufferedReader(Path.of(args[0]))) {
      for (String line; (line = in.readLine()) != null; ) {
        writer.addDocument(document(line.split("\t", -1)));
      }
      writer.forceMerge(1);
    }
    IndexSearcher searcher = new IndexSearcher(DirectoryReader.open(dir));
    searcher.setQueryCache(null); // each query is answered, not remembered
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, false, "UTF-8");
    out.println("ready");
    out.flush();
    for (String line; (line = in.readLine()) != null; ) {
      String[] q = line.split("\t", -1);
      long began = clock.getCurrentThreadCpuTime();
      TopDocs found = search(searcher, q);
      long spent = clock.getCurrentThreadCpuTime() - began;
      out.println(found.totalHits.value + " " + spent);
      out.flush();
    }
  }

  static Document document(String[] s) {
    Document d = new Document();
    d.add(new TextField("words", s[0], Field.Store.NO));
    for (String need : s[1].split(" ")) {
      d.add(new StringField("need", need, Field.Store.NO));
    }
    if (!s[2].isEmpty()) {
      double lat = Double.parseDouble(s[2]), lon = Double.parseDouble(s[3]);
      d.add(new LatLonPoint("at", lat, lon));
      d.add(new LatLonDocValuesField("at", lat, lon));
    }
    d.add(new DoublePoint("min", Double.parseDouble(s[4])));
    d.add(new DoublePoint("max", Double.parseDouble(s[5])));
    return d;
  }

  static TopDocs search(IndexSearcher searcher, String[] q) throws Exception {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    for (String word : q[0].split(" ")) {
      if (!word.isEmpty()) {
        all.add(new TermQuery(new Term("words", word)), Occur.MUST);
      }
    }
    if (!q[1].isEmpty()) {
      all.add(new TermQuery(new Term("need", q[1])), Occur.FILTER);
    }
    int counted = Integer.parseInt(q[6]);
    if (q[2].isEmpty()) {
      return best(searcher, all, counted);
    }
    double lat = Double.parseDouble(q[2]), lon = Double.parseDouble(q[3]);
    double age = Double.parseDouble(q[5]);
    all.add(LatLonPoint.newDistanceQuery("at", lat, lon, Double.parseDouble(q[4])), Occur.FILTER);
    all.add(DoublePoint.newRangeQuery("min", Double.NEGATIVE_INFINITY, age), Occur.FILTER);
    all.add(DoublePoint.newRangeQuery("max", age, Double.POSITIVE_INFINITY), Occur.FILTER);
    if (!q[0].isEmpty()) {
      return best(searcher, all, counted);
    }
    Sort nearest = new Sort(LatLonDocValuesField.newDistanceSort("at", lat, lon));
    TopFieldCollector twenty = TopFieldCollector.create(nearest, 20, counted);
    searcher.search(all.build(), twenty);
    return twenty.topDocs();
  }

  static TopDocs best(IndexSearcher searcher, BooleanQuery.Builder all, int counted)
      throws Exception {
    TopScoreDocCollector twenty = TopScoreDocCollector.create(20, counted);
    searcher.search(all.build(), twenty);
    return twenty.topDocs();
  }
}
