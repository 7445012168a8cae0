import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.profiles.OWL2DLProfile;
import org.semanticweb.owlapi.profiles.OWL2ELProfile;
import org.semanticweb.owlapi.profiles.OWLProfile;
import org.semanticweb.owlapi.profiles.OWLProfileViolation;

/** Prints, as a JSON list, what keeps an ontology out of an OWL 2 profile: CheckProfile DL|EL FILE. */
public class CheckProfile {
    public static void main(String[] args) throws Exception {
        OWLOntology ontology = OWLManager.createOWLOntologyManager().loadOntologyFromOntologyDocument(new File(args[1]));
        OWLProfile profile = args[0].equals("EL") ? new OWL2ELProfile() : new OWL2DLProfile();
        List<String> found = new ArrayList<>();
        for (Object violation : profile.checkOntology(ontology).getViolations()) {
            found.add("\"" + violation.toString().replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", " ").replace("\r", " ") + "\"");
        }
        System.out.println("[" + String.join(",", found) + "]");
    }
}
