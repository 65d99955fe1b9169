"""Peers of the resolver bench: solves the system in a file and holds its answers against those in the file.

technosphere.py scipy|bw2calc FILE ROOT CUTOFF prints rows: CPU seconds, peak MB of the process, which of our times to
compare with, what. The format of the file is told in benches/technosphere/mod.rs.
"""

import resource
import sys
import time

import numpy as np
import scipy.sparse as sparse
import scipy.sparse.linalg as linalg

stage, path, root, cutoff = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])


def read():
    raw = open(path, "rb").read()
    size, edges, branches = (int(n) for n in np.frombuffer(raw, "<u8", 3))
    at = 24
    arrays = []
    for count, kind in [(size + 1, "<u8"), (edges, "<u8"), (edges, "<f8"), (size, "<f8"), (size, "<f8"), (branches, "<f8")]:
        arrays.append(np.frombuffer(raw, kind, count, at))
        at += 8 * count
    return size, arrays


size, (starts, rows, amounts, emissions, our_amounts, our_branches) = read()
columns = np.repeat(np.arange(size), np.diff(starts.astype(np.int64)))
rows = rows.astype(np.int64)
clock = time.process_time()


def row(against, what, seconds=None):
    """Prints what was done since the last row, or took so many seconds."""
    global clock
    seconds = time.process_time() - clock if seconds is None else seconds
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{seconds:.4f}\t{peak:.0f}\t{against}\t{what}", flush=True)
    clock = time.process_time()


def agreement(found, expected):
    """The largest difference, relative to the expected value."""
    return float(np.max(np.abs(found - expected) / np.abs(expected)))


def check(what, difference):
    global clock
    verdict = "agrees" if difference <= 1e-9 else "DIFFERS"
    print(f"0\t\t\t{what} {verdict}: largest relative difference {difference:.1e}", flush=True)
    clock = time.process_time()


demand = np.zeros(size)
demand[root] = 1.0

if stage == "scipy":
    matrix = (sparse.identity(size) - sparse.csc_matrix((amounts, (rows, columns)), shape=(size, size))).tocsc()
    clock = time.process_time()
    factors = linalg.splu(matrix)
    found = factors.solve(demand)
    row("demand", "splu and solve (SuperLU)")
    check("amounts", agreement(found, our_amounts))
    try:
        from pypardiso import PyPardisoSolver
    except ImportError:
        sys.exit(0)
    csr = matrix.tocsr()
    clock = time.process_time()
    found = PyPardisoSolver().solve(csr, demand)
    row("demand", "PARDISO (all threads)")
    check("amounts", agreement(found, our_amounts))
else:
    import bw2calc
    import bw_processing
    from bw_graph_tools import NewNodeEachVisitGraphTraversal
    from bw_graph_tools.graph_traversal.settings import GraphTraversalSettings

    # Ids of products and activities start at 1; the one biosphere flow comes after them all.
    flow = size + 1
    ids = np.arange(size)
    package = bw_processing.create_datapackage()
    indices = np.empty(size + len(rows), bw_processing.INDICES_DTYPE)
    indices["row"] = np.concatenate([ids, rows]) + 1
    indices["col"] = np.concatenate([ids, columns]) + 1
    package.add_persistent_vector(
        matrix="technosphere_matrix",
        name="technosphere",
        data_array=np.concatenate([np.ones(size), amounts]),
        indices_array=indices,
        flip_array=np.concatenate([np.zeros(size, bool), np.ones(len(rows), bool)]),
    )
    emitted = np.empty(size, bw_processing.INDICES_DTYPE)
    emitted["row"], emitted["col"] = flow, ids + 1
    package.add_persistent_vector(
        matrix="biosphere_matrix", name="biosphere", data_array=np.array(emissions), indices_array=emitted
    )
    counted = np.array([(flow, flow)], bw_processing.INDICES_DTYPE)
    package.add_persistent_vector(
        matrix="characterization_matrix", name="weights", data_array=np.ones(1), indices_array=counted
    )
    clock = time.process_time()
    lca = bw2calc.LCA(demand={root + 1: 1.0}, data_objs=[package])
    lca.load_lci_data()
    row("", "the matrices built from loaded data")
    lca.build_demand_array()
    lca.lci_calculation()
    row("demand", "factorise and solve")
    lca.load_lcia_data()
    lca.lcia_calculation()
    order = [lca.dicts.product[index + 1] for index in range(size)]
    activities = [lca.dicts.activity[index + 1] for index in range(size)]
    check("amounts", agreement(lca.supply_array[activities], our_amounts))
    settings = GraphTraversalSettings(cutoff=cutoff, max_calc=10_000_000)
    traversal = NewNodeEachVisitGraphTraversal(lca, settings)
    traversal.traverse()
    row("contributions", "graph traversal (NewNodeEachVisit)")
    scores = sorted((node.cumulative_score for key, node in traversal.nodes.items() if key != -1), reverse=True)
    if len(scores) == len(our_branches):
        check(f"{len(scores)} branches", agreement(np.array(scores), np.array(sorted(our_branches, reverse=True))))
    else:
        print(f"0\t\t\tbranches DIFFER: {len(scores)}, ours {len(our_branches)}", flush=True)
