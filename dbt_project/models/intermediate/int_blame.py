def model(dbt, session):
    """Who is to blame for each broken rule: see orchestration/quality/blame."""
    dbt.config(materialized="table")
    from orchestration.quality.blame.tables import blame_relation

    return blame_relation(session, dbt.ref("int_blame_cell"), dbt.ref("int_blame_term"))
